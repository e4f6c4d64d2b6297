using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class WebhooksAndFeatureUse : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "tel_delivery",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    webhook_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    event_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    name = table.Column<string>(type: "TEXT", nullable: false),
                    state = table.Column<int>(type: "INTEGER", nullable: false),
                    tries = table.Column<int>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    first_try_at = table.Column<long>(type: "INTEGER", nullable: true),
                    next_at = table.Column<long>(type: "INTEGER", nullable: true),
                    log_json = table.Column<string>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_delivery", x => new { x.tenant_id, x.webhook_id, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "tel_feature_day",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    entitlement_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    day = table.Column<long>(type: "INTEGER", nullable: false),
                    feature = table.Column<string>(type: "TEXT", nullable: false),
                    count = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_feature_day", x => new { x.tenant_id, x.entitlement_id, x.day, x.feature });
                });

            migrationBuilder.CreateTable(
                name: "tel_feature_report",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    lease_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    digest = table.Column<byte[]>(type: "BLOB", nullable: false),
                    at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_feature_report", x => new { x.tenant_id, x.lease_id, x.digest });
                });

            migrationBuilder.CreateTable(
                name: "tel_webhook",
                columns: table => new
                {
                    webhook_id = table.Column<byte[]>(type: "BLOB", nullable: false),
                    tenant_id = table.Column<string>(type: "TEXT", nullable: false),
                    url = table.Column<string>(type: "TEXT", nullable: false),
                    events = table.Column<string>(type: "TEXT", nullable: false),
                    products = table.Column<string>(type: "TEXT", nullable: true),
                    signature = table.Column<int>(type: "INTEGER", nullable: false),
                    secret = table.Column<byte[]>(type: "BLOB", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "BLOB", nullable: true),
                    previous_until = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    disabled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    disabled_reason = table.Column<string>(type: "TEXT", nullable: true),
                    position = table.Column<long>(type: "INTEGER", nullable: false),
                    failing_since = table.Column<long>(type: "INTEGER", nullable: true),
                    retry_at = table.Column<long>(type: "INTEGER", nullable: true),
                    held_by = table.Column<Guid>(type: "TEXT", nullable: true),
                    held_until = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_webhook", x => new { x.tenant_id, x.webhook_id });
                });

            migrationBuilder.CreateIndex(
                name: "ix_tel_delivery_created_at",
                table: "tel_delivery",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_tel_delivery_tenant_id_webhook_id_next_at",
                table: "tel_delivery",
                columns: new[] { "tenant_id", "webhook_id", "next_at" },
                filter: "next_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_tel_feature_day_day",
                table: "tel_feature_day",
                column: "day");

            migrationBuilder.CreateIndex(
                name: "ix_tel_feature_report_at",
                table: "tel_feature_report",
                column: "at");

            migrationBuilder.CreateIndex(
                name: "ix_tel_webhook_webhook_id",
                table: "tel_webhook",
                column: "webhook_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "tel_delivery");

            migrationBuilder.DropTable(
                name: "tel_feature_day");

            migrationBuilder.DropTable(
                name: "tel_feature_report");

            migrationBuilder.DropTable(
                name: "tel_webhook");
        }
    }
}

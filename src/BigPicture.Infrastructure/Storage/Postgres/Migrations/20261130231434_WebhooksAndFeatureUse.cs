using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
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
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    state = table.Column<int>(type: "integer", nullable: false),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    first_try_at = table.Column<long>(type: "bigint", nullable: true),
                    next_at = table.Column<long>(type: "bigint", nullable: true),
                    log_json = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_delivery", x => new { x.tenant_id, x.webhook_id, x.event_id });
                });

            migrationBuilder.CreateTable(
                name: "tel_feature_day",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    entitlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    day = table.Column<long>(type: "bigint", nullable: false),
                    feature = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    count = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_feature_day", x => new { x.tenant_id, x.entitlement_id, x.day, x.feature });
                });

            migrationBuilder.CreateTable(
                name: "tel_feature_report",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    lease_id = table.Column<Guid>(type: "uuid", nullable: false),
                    digest = table.Column<byte[]>(type: "bytea", nullable: false),
                    at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_tel_feature_report", x => new { x.tenant_id, x.lease_id, x.digest });
                });

            migrationBuilder.CreateTable(
                name: "tel_webhook",
                columns: table => new
                {
                    webhook_id = table.Column<Guid>(type: "uuid", nullable: false),
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    url = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    events = table.Column<string>(type: "text", nullable: false),
                    products = table.Column<string>(type: "text", nullable: true),
                    signature = table.Column<int>(type: "integer", nullable: false),
                    secret = table.Column<byte[]>(type: "bytea", nullable: false),
                    previous_secret = table.Column<byte[]>(type: "bytea", nullable: true),
                    previous_until = table.Column<long>(type: "bigint", nullable: true),
                    created_at = table.Column<long>(type: "bigint", nullable: false),
                    disabled_at = table.Column<long>(type: "bigint", nullable: true),
                    disabled_reason = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    failing_since = table.Column<long>(type: "bigint", nullable: true),
                    retry_at = table.Column<long>(type: "bigint", nullable: true),
                    held_by = table.Column<Guid>(type: "uuid", nullable: true),
                    held_until = table.Column<long>(type: "bigint", nullable: false)
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

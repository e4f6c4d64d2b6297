using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class NumberedEvents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tel_event_position",
                table: "tel_event");

            migrationBuilder.DropIndex(
                name: "ix_tel_event_tenant_id_position",
                table: "tel_event");

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_position",
                table: "tel_event",
                column: "position",
                filter: "position > 0");

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_tenant_id_position",
                table: "tel_event",
                columns: new[] { "tenant_id", "position" },
                filter: "position > 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_tel_event_position",
                table: "tel_event");

            migrationBuilder.DropIndex(
                name: "ix_tel_event_tenant_id_position",
                table: "tel_event");

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_position",
                table: "tel_event",
                column: "position");

            migrationBuilder.CreateIndex(
                name: "ix_tel_event_tenant_id_position",
                table: "tel_event",
                columns: new[] { "tenant_id", "position" });
        }
    }
}

using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class LiveLeases : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_lease_lease_live_subject",
                table: "lease_lease");

            migrationBuilder.CreateIndex(
                name: "ix_lease_lease_live_book",
                table: "lease_lease",
                columns: new[] { "tenant_id", "entitlement_id", "lease_id" },
                filter: "state = 0");

            migrationBuilder.CreateIndex(
                name: "ix_lease_lease_live_subject",
                table: "lease_lease",
                columns: new[] { "tenant_id", "subject_id", "entitlement_id" },
                filter: "state = 0");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_lease_lease_live_book",
                table: "lease_lease");

            migrationBuilder.DropIndex(
                name: "ix_lease_lease_live_subject",
                table: "lease_lease");

            migrationBuilder.CreateIndex(
                name: "ix_lease_lease_live_subject",
                table: "lease_lease",
                columns: new[] { "tenant_id", "entitlement_id", "subject_id" },
                filter: "state = 0");
        }
    }
}

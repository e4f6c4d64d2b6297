using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class SeatByKey : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_lease_seat_tenant_id_entitlement_id_pool_free_at",
                table: "lease_seat");

            migrationBuilder.CreateIndex(
                name: "ix_lease_seat_tenant_id_entitlement_id_pool_free_at",
                table: "lease_seat",
                columns: new[] { "tenant_id", "entitlement_id", "pool", "free_at" },
                filter: "free_at IS NOT NULL");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_lease_seat_tenant_id_entitlement_id_pool_free_at",
                table: "lease_seat");

            migrationBuilder.CreateIndex(
                name: "ix_lease_seat_tenant_id_entitlement_id_pool_free_at",
                table: "lease_seat",
                columns: new[] { "tenant_id", "entitlement_id", "pool", "free_at" });
        }
    }
}

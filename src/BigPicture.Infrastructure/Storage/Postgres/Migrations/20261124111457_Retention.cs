using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Retention : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "ix_lease_pool_empty",
                table: "lease_pool",
                columns: new[] { "tenant_id", "entitlement_id" },
                filter: "taken = 0");

            migrationBuilder.CreateIndex(
                name: "ix_lease_block_tenant_id_until_at",
                table: "lease_block",
                columns: new[] { "tenant_id", "until_at" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_lease_pool_empty",
                table: "lease_pool");

            migrationBuilder.DropIndex(
                name: "ix_lease_block_tenant_id_until_at",
                table: "lease_block");
        }
    }
}

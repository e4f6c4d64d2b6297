using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class BookLastIssued : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<long>(
                name: "last_issued_at",
                table: "lease_book",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql(
                "UPDATE lease_book SET last_issued_at = coalesce((SELECT max(l.issued_at) FROM lease_lease l "
                + "WHERE l.tenant_id = lease_book.tenant_id AND l.entitlement_id = lease_book.entitlement_id), 0)");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "last_issued_at",
                table: "lease_book");
        }
    }
}

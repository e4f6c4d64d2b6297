using System;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Postgres.Migrations
{
    // Not a table of the model: only PostgresKeyReaders knows it.
    [DbContext(typeof(PostgresDb))]
    [Migration("20261124154000_KeyReaders")]
    public partial class KeyReaders : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "lease_key_reader",
                columns: table => new
                {
                    tenant_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    replica_id = table.Column<Guid>(type: "uuid", nullable: false),
                    key_ids = table.Column<string[]>(type: "text[]", nullable: false),
                    seen_at = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lease_key_reader", x => new { x.tenant_id, x.replica_id });
                });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "lease_key_reader");
        }
    }
}

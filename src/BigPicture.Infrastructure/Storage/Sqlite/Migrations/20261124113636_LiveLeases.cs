using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace BigPicture.Infrastructure.Storage.Sqlite.Migrations
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

            // SQLite takes an index of live leases to be as large as the table, and would rather walk all that a tenant ever had. It is told
            // how the tables are after a year: rows, then rows for each value of the first column, of the first two, and so on.
            migrationBuilder.Sql("ANALYZE lease_clock");
            migrationBuilder.Sql(
                """
                DELETE FROM sqlite_stat1;
                INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES
                    ('lease_book', 'lease_book', '200 20 1'),
                    ('lease_book', 'ix_lease_book_sweep', '2 2 1'),
                    ('lease_lease', 'lease_lease', '10000000 5000000 1'),
                    ('lease_lease', 'ix_lease_lease_live_key', '10000 5000 1'),
                    ('lease_lease', 'ix_lease_lease_live_subject', '10000 5000 4 2'),
                    ('lease_lease', 'ix_lease_lease_live_book', '10000 5000 100 1'),
                    ('lease_lease', 'ix_lease_lease_live_end', '10000 4');
                ANALYZE sqlite_schema;
                """
            );
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DELETE FROM sqlite_stat1; ANALYZE sqlite_schema");

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

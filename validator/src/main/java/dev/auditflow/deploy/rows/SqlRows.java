package dev.auditflow.deploy.rows;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A ledger in PostgreSQL: one table for a fleet, whose key says whose row it is and its number. Two who add the same number
 * cannot both; that is the whole compare-and-set. The role needs to create the table once, then {@code SELECT} and
 * {@code INSERT}.
 */
public final class SqlRows implements LedgerRows {
    private static final int SECONDS = 15;
    private static final String UNIQUE = "23505";
    private static final String NO_TABLE = "42P01";
    private static final Set<String> THERE_ALREADY = Set.of("42P07", UNIQUE);
    private static final String TABLE = """
        CREATE TABLE IF NOT EXISTS auditflow_ledger (
          environment text NOT NULL, release text NOT NULL, seq integer NOT NULL, line text NOT NULL,
          PRIMARY KEY (environment, release, seq))\
        """;

    private final PGSimpleDataSource source = new PGSimpleDataSource();
    private final String environment;
    private final String release;

    /** The ledger of a release in an environment. @throws Unavailable if the address is none of PostgreSQL */
    public SqlRows(LedgerPlace.Database place, String environment, String release) throws Unavailable {
        this.environment = environment;
        this.release = release;
        try {
            source.setURL(place.url());
        } catch (IllegalArgumentException e) {
            // Its message repeats the address, which may hold a password.
            throw new Unavailable("The address of the ledger's database is none of PostgreSQL; look at \"jdbc\"");
        }
        if (!place.user().isEmpty()) {
            source.setUser(place.user());
        }
        if (!place.password().isEmpty()) {
            source.setPassword(place.password());
        }
        source.setConnectTimeout(SECONDS);
        source.setSocketTimeout(SECONDS);
        source.setApplicationName("auditflow");
    }

    @Override
    public List<String> lines() throws Unavailable {
        try (Connection connection = source.getConnection();
                PreparedStatement select = connection.prepareStatement(
                        "SELECT line FROM auditflow_ledger WHERE environment = ? AND release = ? ORDER BY seq")) {
            select.setString(1, environment);
            select.setString(2, release);
            List<String> lines = new ArrayList<>();
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
            }
            return lines;
        } catch (SQLException e) {
            if (NO_TABLE.equals(e.getSQLState())) {
                return List.of();
            }
            throw unavailable(e);
        }
    }

    @Override
    public boolean append(int seen, String line) throws Unavailable {
        try (Connection connection = source.getConnection()) {
            table(connection);
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO auditflow_ledger VALUES (?, ?, ?, ?)")) {
                insert.setString(1, environment);
                insert.setString(2, release);
                insert.setInt(3, seen + 1);
                insert.setString(4, line);
                insert.executeUpdate();
                return true;
            }
        } catch (SQLException e) {
            if (UNIQUE.equals(e.getSQLState())) {
                return false;
            }
            throw unavailable(e);
        }
    }

    /** A role without the right to create it is fine where it is there. */
    private static void table(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("SELECT to_regclass('auditflow_ledger') IS NOT NULL")) {
            if (found.next() && found.getBoolean(1)) {
                return;
            }
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute(TABLE);
        } catch (SQLException e) {
            // Two who create it at once.
            if (!THERE_ALREADY.contains(String.valueOf(e.getSQLState()))) {
                throw e;
            }
        }
    }

    private static Unavailable unavailable(SQLException e) {
        return new Unavailable("The ledger's database does not do its work (%s): %s"
                .formatted(
                        e.getSQLState(),
                        String.valueOf(e.getMessage()).lines().findFirst().orElse("")));
    }
}

package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.auditflow.deploy.rows.FileRows;
import dev.auditflow.deploy.rows.GitRows;
import dev.auditflow.deploy.rows.LedgerPlace;
import dev.auditflow.deploy.rows.LedgerRows;
import dev.auditflow.deploy.rows.SqlRows;
import dev.auditflow.host.Command;
import dev.auditflow.lab.Lab;
import dev.auditflow.lab.Postgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger is the same wherever its rows lie: a real API server, a real PostgreSQL, a file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LedgerPlacesTest {
    private Path folder = Path.of("");
    private Path repository = Path.of("");
    private Lab lab;
    private Cluster cluster;
    private Postgres postgres;

    @BeforeAll
    void start(@TempDir Path temporary) throws Exception {
        folder = temporary;
        repository = temporary.resolve("repository.git");
        Command.of(List.of("git", "init", "--quiet", "--bare", repository.toString()))
                .run();
        postgres = Postgres.start();
        lab = Lab.start(temporary.resolve("lab").toFile().mkdirs() ? temporary.resolve("lab") : temporary);
        cluster = Cluster.connect(lab.kubeconfig(), "lab");
    }

    @AfterAll
    void end() throws Exception {
        if (postgres != null) {
            postgres.close();
        }
        if (cluster != null) {
            cluster.close();
            lab.close();
        }
    }

    private LedgerPlace.Database database() {
        return new LedgerPlace.Database(postgres.url(), "postgres", Postgres.PASSWORD);
    }

    private LedgerRows rows(String place, String release) throws Exception {
        return switch (place) {
            case "cluster" -> new ConfigMapRows(cluster, "default", release);
            case "database" -> new SqlRows(database(), "dev", release);
            case "git" -> new GitRows(new LedgerPlace.Git(repository.toString(), "ledger"), "dev", release);
            default -> new FileRows(folder.resolve("ledger/dev/" + release + ".jsonl"));
        };
    }

    private static LedgerEntry entry(String plan) {
        return new LedgerEntry(
                plan,
                "2026-01-01T00:00:00Z",
                "ann",
                "promote",
                "dev",
                "web",
                1,
                2,
                "sha256:b",
                "",
                "",
                "",
                List.of(),
                "",
                "",
                LedgerEntry.PASSED,
                "",
                "",
                "",
                "",
                "",
                "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "database", "file", "git"})
    void rowsAreAddedOnlyBehindThoseThatWereSeen(String place) throws Exception {
        LedgerRows rows = rows(place, "web");
        assertThat(rows.lines()).isEmpty();
        assertThat(rows.append(0, "{\"a\":\"ä 'quoted' \\\\ \"}")).isTrue();
        assertThat(rows.append(0, "{\"b\":1}")).isFalse();
        assertThat(rows.append(1, "{\"b\":1}")).isTrue();
        assertThat(rows(place, "web").lines()).containsExactly("{\"a\":\"ä 'quoted' \\\\ \"}", "{\"b\":1}");
        assertThat(rows(place, "other").lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"cluster", "database", "file", "git"})
    void manyAtOnceMakeOneChain(String place) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers = new ArrayList<>();
            for (int writer = 0; writer < 3; writer++) {
                Ledger ledger = new Ledger(rows(place, "many"), "many");
                int number = writer;
                writers.add(threads.submit(() -> {
                    for (int i = 0; i < 5; i++) {
                        ledger.append(entry("plan-%d-%d".formatted(number, i)));
                        // The same run tells the same only once.
                        ledger.append(entry("plan-%d-%d".formatted(number, i)));
                    }
                    return null;
                }));
            }
            for (Future<?> writer : writers) {
                writer.get();
            }
        }
        LedgerChain chain = new Ledger(rows(place, "many"), "many").chain();
        assertThat(chain.entries()).hasSize(15).extracting(LedgerEntry::plan).doesNotHaveDuplicates();
    }

    @Test
    void aChangedRowIsNamed() throws Exception {
        Ledger ledger = new Ledger(rows("file", "changed"), "changed");
        ledger.append(entry("a"));
        ledger.append(entry("b"));
        Path file = folder.resolve("ledger/dev/changed.jsonl");
        Files.writeString(file, Files.readString(file).replaceFirst("ann", "eve"));
        assertThatThrownBy(ledger::chain).hasMessageContaining("Row 1 was changed");
    }

    @Test
    void aDatabaseThatRefusesIsASentenceWithoutItsPassword() throws Exception {
        LedgerPlace.Database wrong = new LedgerPlace.Database(postgres.url(), "postgres", "wrong-s3cret");
        assertThatThrownBy(() -> new SqlRows(wrong, "dev", "web").lines())
                .isInstanceOf(LedgerRows.Unavailable.class)
                .hasMessageContaining("28P01")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(
                        () -> new SqlRows(new LedgerPlace.Database("jdbc:mysql://a:s3cret@b/c", "", ""), "dev", "web"))
                .hasMessageContaining("none of PostgreSQL")
                .hasMessageNotContaining("s3cret");
        assertThatThrownBy(() -> new SqlRows(
                                new LedgerPlace.Database("jdbc:postgresql://127.0.0.1:1/x", "a", "s3cret"),
                                "dev",
                                "web")
                        .lines())
                .hasMessageContaining("does not do its work")
                .hasMessageNotContaining("s3cret");
        assertThat(database().toString()).doesNotContain("s3cret");
    }

    @Test
    void aRepositoryThatIsNotThereIsASentence() {
        String address = folder.resolve("nowhere-s3cret.git").toString();
        assertThatThrownBy(() -> new GitRows(new LedgerPlace.Git(address, "ledger"), "dev", "web").lines())
                .isInstanceOf(LedgerRows.Unavailable.class)
                .hasMessageContaining("git ls-remote says")
                .hasMessageNotContaining("s3cret");
    }

    /** One commit for each row, on top of what others keep on the branch. */
    @Test
    void otherLedgersOnTheBranchStay() throws Exception {
        assertThat(rows("git", "one").append(0, "{}")).isTrue();
        assertThat(rows("git", "two").append(0, "{}")).isTrue();
        assertThat(rows("git", "one").append(1, "{}")).isTrue();
        assertThat(rows("git", "one").lines()).hasSize(2);
        assertThat(rows("git", "two").lines()).hasSize(1);
        String log = Command.of(List.of(
                        "git", "-C", repository.toString(), "log", "--format=%s", "ledger", "--", "dev/one.jsonl"))
                .run()
                .output();
        assertThat(log.lines()).hasSize(2);
    }

    /** Who may only add and read rows can do that, and cannot change one. */
    @Test
    void aRoleThatMayOnlyAddIsEnough() throws Exception {
        SqlRows owner = new SqlRows(database(), "dev", "role");
        assertThat(owner.append(0, "{\"a\":1}")).isTrue();
        try (java.sql.Connection connection =
                        java.sql.DriverManager.getConnection(postgres.url(), "postgres", Postgres.PASSWORD);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("CREATE ROLE promoter LOGIN PASSWORD 'p'");
            statement.execute("GRANT SELECT, INSERT ON auditflow_ledger TO promoter");
        }
        SqlRows promoter = new SqlRows(new LedgerPlace.Database(postgres.url(), "promoter", "p"), "dev", "role");
        assertThat(promoter.append(1, "{\"b\":1}")).isTrue();
        assertThat(promoter.lines()).hasSize(2);
    }
}

package dev.auditflow.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** A ledger shows every row that was changed, lost, moved or put in, and the first of them. */
class LedgerProperties {
    @Property(tries = 100)
    void whatIsWrittenReadsBack(@ForAll @Size(min = 1, max = 8) List<String> causes) throws Exception {
        List<String> lines = ledger(causes);
        assertThat(LedgerChain.read(lines).entries())
                .extracting(LedgerEntry::cause)
                .isEqualTo(causes);
    }

    @Property(tries = 200)
    void aChangedRowIsNamed(
            @ForAll @Size(min = 1, max = 6) List<@net.jqwik.api.constraints.AlphaChars String> causes,
            @ForAll @IntRange(min = 0) int row,
            @ForAll @IntRange(min = 0) int place)
            throws Exception {
        List<String> lines = new ArrayList<>(ledger(causes));
        int number = row % lines.size();
        String line = lines.get(number);
        int at = place % line.length();
        char other = line.charAt(at) == 'x' ? 'y' : 'x';
        lines.set(number, line.substring(0, at) + other + line.substring(at + 1));
        assertThatThrownBy(() -> LedgerChain.read(lines))
                .isInstanceOf(LedgerChain.Broken.class)
                .hasMessageStartingWith("Row " + (number + 1) + " ");
    }

    @Property(tries = 50)
    void aLostOrMovedRowIsSeen(@ForAll @Size(min = 3, max = 6) List<String> causes, @ForAll @IntRange(min = 0) int row)
            throws Exception {
        List<String> lines = new ArrayList<>(ledger(causes));
        int number = row % (lines.size() - 1);
        List<String> lost = new ArrayList<>(lines);
        lost.remove(number);
        assertThatThrownBy(() -> LedgerChain.read(lost)).hasMessageStartingWith("Row " + (number + 1) + " ");
        List<String> moved = new ArrayList<>(lines);
        moved.add(number, moved.remove(number + 1));
        assertThatThrownBy(() -> LedgerChain.read(moved)).hasMessageStartingWith("Row " + (number + 1) + " ");
        // One that ends earlier is whole; only its head tells.
        List<String> shorter = lines.subList(0, lines.size() - 1);
        assertThat(LedgerChain.read(shorter).head())
                .isNotEqualTo(LedgerChain.read(lines).head());
    }

    private static List<String> ledger(List<String> causes) throws LedgerChain.Broken {
        List<String> lines = new ArrayList<>();
        for (String cause : causes) {
            lines.add(LedgerChain.read(lines).next(entry(cause)));
        }
        return lines;
    }

    private static LedgerEntry entry(String cause) {
        return new LedgerEntry(
                "plan",
                "2026-01-01T00:00:00Z",
                "ann",
                "promote",
                "dev",
                "web",
                1,
                2,
                "sha256:b",
                "sha256:a",
                "sha256:p",
                "sha256:c",
                List.of("registry.example/web:1"),
                "sha256:s",
                "",
                LedgerEntry.FAILED,
                cause,
                "",
                "",
                "",
                "",
                "");
    }
}

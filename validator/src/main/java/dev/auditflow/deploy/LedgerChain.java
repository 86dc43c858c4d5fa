package dev.auditflow.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.auditflow.host.Digest;
import dev.auditflow.yaml.CanonicalJson;
import dev.auditflow.yaml.JsonTree;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a ledger, each bound to the one before: {@code hash} is the SHA-256 of the row without it in the form of RFC 8785,
 * and {@code prevHash} the hash of the row before.
 */
public final class LedgerChain {
    /** What the first row names as the one before. */
    static final String BEGIN = "sha256:" + "0".repeat(64);

    private final List<LedgerEntry> entries;
    private final String head;

    private LedgerChain(List<LedgerEntry> entries, String head) {
        this.entries = List.copyOf(entries);
        this.head = head;
    }

    /** A row is not what was written. The message names the first one. */
    public static final class Broken extends Exception {
        private static final long serialVersionUID = 1L;

        Broken(String message) {
            super(message);
        }

        /** The message, never null. */
        public String sentence() {
            return String.valueOf(getMessage());
        }
    }

    /** Reads rows, one JSON object on a line. @throws Broken naming the first row that was changed, lost or put in */
    public static LedgerChain read(List<String> lines) throws Broken {
        List<LedgerEntry> entries = new ArrayList<>();
        String head = BEGIN;
        for (String line : lines) {
            int number = entries.size() + 1;
            ObjectNode row = row(number, line);
            if (row.path("seq").asInt() != number) {
                throw new Broken("Row %d says that it is row %s: a row was lost, put in or moved"
                        .formatted(number, row.path("seq").asText("?")));
            }
            if (!row.path("prevHash").asText("").equals(head)) {
                throw new Broken(
                        "Row %d does not follow row %d: one of them was replaced".formatted(number, number - 1));
            }
            String said = row.path("hash").asText("");
            row.remove("hash");
            head = Digest.of(CanonicalJson.bytes(row));
            if (!said.equals(head)) {
                throw new Broken("Row %d was changed: its hash is %s and should be %s".formatted(number, said, head));
            }
            entries.add(LedgerEntry.of(row));
        }
        return new LedgerChain(entries, head);
    }

    private static ObjectNode row(int number, String line) throws Broken {
        try {
            JsonNode node = JsonTree.readStrictly(line);
            if (node instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new Broken("Row %d is no JSON object".formatted(number));
    }

    /** All entries, the oldest first. */
    public List<LedgerEntry> entries() {
        return entries;
    }

    /** The hash of the last row: who knows it knows that no row before was changed. */
    public String head() {
        return head;
    }

    /** The line of one more entry. */
    String next(LedgerEntry entry) {
        ObjectNode row = entry.json();
        row.put("seq", entries.size() + 1).put("prevHash", head);
        row.put("hash", Digest.of(CanonicalJson.bytes(row)));
        return CanonicalJson.text(row);
    }
}

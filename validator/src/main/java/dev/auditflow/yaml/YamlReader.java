package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads YAML text into nodes with marks, as Kubernetes reads it. Depth, size and alias expansion are bounded, so that a
 * hostile text ends as a fault.
 */
public final class YamlReader {
    /** Largest text in UTF-16 code units. */
    private static final int MAX_LENGTH = 20 * 1024 * 1024;

    /** Texts of more UTF-16 code units are read in pieces of this size, side by side. */
    private static final int PIECE = 512 * 1024;

    private YamlReader() {}

    /** All documents of a text, and what is wrong with it. */
    public record Parsed(List<Node> documents, List<Fault> faults) {}

    /**
     * Something wrong with the text.
     *
     * @param document index of the document, -1 if it could not be read
     */
    public record Fault(FaultKind kind, int document, FieldPath path, String message, Mark mark) {}

    /** Reads all documents; after a syntax error the documents before it are still there. */
    public static Parsed read(String text) {
        if (text.length() > MAX_LENGTH) {
            String message = "The text has %,d characters; more than %,d are not read. Split it"
                    .formatted(text.length(), MAX_LENGTH);
            Fault fault = new Fault(FaultKind.UNREADABLE, -1, FieldPath.root(), message, new Mark(1, 1, 0, 0));
            return new Parsed(List.of(), List.of(fault));
        }
        return read(text, PIECE);
    }

    static Parsed read(String text, int length) {
        List<Piece> pieces = Piece.of(text, length);
        if (pieces.size() > 1) {
            List<PieceReader> readers =
                    pieces.parallelStream().map(PieceReader::new).toList();
            List<List<Node>> read =
                    readers.parallelStream().map(PieceReader::documents).toList();
            if (readers.stream().noneMatch(PieceReader::dependsOnOthers)) {
                return joined(readers, read);
            }
        }
        PieceReader reader = new PieceReader(Piece.whole(text));
        return new Parsed(reader.documents(), reader.faults());
    }

    private static Parsed joined(List<PieceReader> readers, List<List<Node>> read) {
        List<Node> documents = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (int i = 0; i < read.size(); i++) {
            for (Fault fault : readers.get(i).faults()) {
                int document = documents.size() + fault.document();
                faults.add(new Fault(fault.kind(), document, fault.path(), fault.message(), fault.mark()));
            }
            documents.addAll(read.get(i));
        }
        return new Parsed(documents, List.copyOf(faults));
    }
}

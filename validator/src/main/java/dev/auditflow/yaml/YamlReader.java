package dev.auditflow.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads YAML text into nodes with marks, as Kubernetes reads it. Depth, size and alias expansion are bounded, so that a
 * hostile text ends as a fault.
 */
public final class YamlReader {
    /** Largest text in UTF-16 code units. */
    private static final int MAX_LENGTH = 20 * 1024 * 1024;

    /** Texts of more UTF-16 code units have their documents read side by side. */
    private static final int LONG = 512 * 1024;

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
        return read(text, LONG);
    }

    /** @param length of texts whose documents are read one after the other */
    static Parsed read(String text, int length) {
        char[] chars = text.toCharArray();
        Words words = new Words(chars.length);
        List<Piece> pieces = Piece.of(text, chars);
        Stream<Piece> stream = chars.length > length ? pieces.parallelStream() : pieces.stream();
        List<Read> read = stream.map(piece -> read(chars, piece, words)).toList();
        return read.stream().anyMatch(Read::dependsOnOthers) ? whole(text) : joined(read);
    }

    /**
     * The document of a text that holds only one, written in blocks, without a fault and without anything that readers of YAML
     * do not agree on; empty for any other text. Takes a fraction of the time of a parser.
     */
    public static Optional<Node> simple(String text) {
        return inBlocks(text.endsWith("\n") ? text : text + "\n");
    }

    /** As {@link #simple}, for a text that ends its last line. */
    static Optional<Node> inBlocks(String text) {
        char[] chars = text.toCharArray();
        List<Piece> pieces = Piece.of(text, chars);
        return pieces.size() == 1
                ? BlockReader.read(chars, pieces.getFirst(), new Words(chars.length))
                : Optional.empty();
    }

    /** Reads a text in one piece. */
    static Parsed whole(String text) {
        PieceReader reader = new PieceReader(Piece.whole(text));
        return new Parsed(reader.documents(), reader.faults());
    }

    /**
     * What a piece holds.
     *
     * @param dependsOnOthers whether that is less when a text before it has faults, or has used up the nodes of aliases
     */
    private record Read(List<Node> documents, List<Fault> faults, boolean dependsOnOthers) {}

    private static Read read(char[] chars, Piece piece, Words words) {
        Optional<Node> node = BlockReader.read(chars, piece, words);
        if (node.isPresent()) {
            return new Read(List.of(node.get()), List.of(), false);
        }
        PieceReader reader = new PieceReader(piece);
        return new Read(reader.documents(), reader.faults(), reader.dependsOnOthers());
    }

    private static Parsed joined(List<Read> pieces) {
        List<Node> documents = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        for (Read piece : pieces) {
            for (Fault fault : piece.faults()) {
                int document = documents.size() + fault.document();
                faults.add(new Fault(fault.kind(), document, fault.path(), fault.message(), fault.mark()));
            }
            documents.addAll(piece.documents());
        }
        return new Parsed(documents, List.copyOf(faults));
    }
}

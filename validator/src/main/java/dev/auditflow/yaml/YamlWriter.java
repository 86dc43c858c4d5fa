package dev.auditflow.yaml;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Writes nodes as YAML that people diff: two spaces, keys in the order given, block text for several lines, quotes only
 * where a reader of YAML 1.1 or 1.2 could see anything but the string. What it writes reads back as the same nodes.
 */
public final class YamlWriter {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_/.][A-Za-z0-9_/.@+-]*(:[A-Za-z0-9_/.@+-]+)*");
    private static final Pattern BLOCK =
            Pattern.compile("[^\\s\\p{Cntrl}][^\\p{Cntrl}\\uFEFF\\u2028\\u2029\\u0085]*(\\n"
                    + "[^\\p{Cntrl}\\uFEFF\\u2028\\u2029\\u0085]*)*");

    private static final String UNSAFE = "\u0085\u2028\u2029\uFEFF";

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    /** The node as a YAML document that ends with a line feed. */
    public static String write(Node node) {
        YamlWriter writer = new YamlWriter();
        writer.value(node, 0, true);
        return writer.out.toString().stripLeading();
    }

    private void value(Node node, int indent, boolean onNewLine) {
        switch (node) {
            case MapNode map when map.entries().isEmpty() -> out.append(" {}\n");
            case MapNode map -> {
                out.append(onNewLine ? "\n" : " ");
                boolean first = !onNewLine;
                for (MapNode.Entry entry : map.entries()) {
                    out.append(first ? "" : " ".repeat(indent))
                            .append(quoted(entry.key()))
                            .append(':');
                    value(entry.value(), entry.value() instanceof ListNode ? indent : indent + 2, true);
                    first = false;
                }
            }
            case ListNode list when list.items().isEmpty() -> out.append(" []\n");
            case ListNode list -> {
                out.append('\n');
                for (Node item : list.items()) {
                    out.append(" ".repeat(indent)).append('-');
                    value(item, indent + 2, false);
                }
            }
            case ScalarNode scalar when isBlock(scalar) -> block(scalar.text(), indent);
            case ScalarNode scalar ->
                out.append(' ')
                        .append(scalar.kind() == ScalarNode.Kind.STRING ? quoted(scalar.text()) : scalar.text())
                        .append('\n');
        }
    }

    private static boolean isBlock(ScalarNode scalar) {
        return scalar.kind() == ScalarNode.Kind.STRING
                && scalar.text().indexOf('\n') >= 0
                && StreamReader.isPrintable(scalar.text())
                && BLOCK.matcher(scalar.text()).matches();
    }

    private void block(String text, int indent) {
        boolean ends = text.endsWith("\n");
        boolean keeps = text.endsWith("\n\n") || text.equals("\n");
        out.append(ends ? keeps ? " |+\n" : " |\n" : " |-\n");
        String body = ends ? text.substring(0, text.length() - 1) : text;
        for (String line : body.split("\n", -1)) {
            out.append(line.isEmpty() ? "" : " ".repeat(Math.max(indent, 2)))
                    .append(line)
                    .append('\n');
        }
    }

    private static String quoted(String text) {
        boolean plain = PLAIN.matcher(text).matches()
                && Scalars.plain(text).kind() == ScalarNode.Kind.STRING
                && !looksLikeNumberOrTime(text);
        return plain ? text : "\"" + escaped(text) + "\"";
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        new String(JsonStringEncoder.getInstance().quoteAsString(text))
                .codePoints()
                .forEach(c -> {
                    if (isUnsafe(c)) {
                        escaped.append("\\u%04X".formatted(c));
                    } else {
                        escaped.appendCodePoint(c);
                    }
                });
        return escaped.toString();
    }

    /** What readers of YAML refuse unescaped, or take for the end of a line or the start of a text. */
    private static boolean isUnsafe(int codePoint) {
        return !StreamReader.isPrintable(codePoint) || UNSAFE.indexOf(codePoint) >= 0;
    }

    private static boolean looksLikeNumberOrTime(String text) {
        char first = text.charAt(0);
        boolean numeric = Character.isDigit(first)
                && text.chars().allMatch(c -> Character.isDigit(c) || ":_.-+TZtzeExo".indexOf(c) >= 0);
        return numeric || first == '.';
    }
}

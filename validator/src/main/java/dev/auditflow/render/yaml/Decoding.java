package dev.auditflow.render.yaml;

import dev.auditflow.yaml.ListNode;
import dev.auditflow.yaml.MapNode;
import dev.auditflow.yaml.Mark;
import dev.auditflow.yaml.Node;
import dev.auditflow.yaml.ScalarNode;
import dev.auditflow.yaml.Scalars;
import java.util.Base64;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a parsed document on its way to JSON. The first fault of the earliest step counts: decoding, then
 * keys that JSON cannot have, then numbers that it cannot have.
 */
final class Decoding {
    static final String STANDARD = "tag:yaml.org,2002:";

    private static final int MANY = 400_000;
    private static final int TOO_MANY = 4_000_000;
    private static final Pattern DATE = Pattern.compile(
            "\\d{4}-\\d{1,2}-\\d{1,2}([Tt ]\\d{1,2}:\\d{1,2}:\\d{1,2}(\\.\\d+)?(Z|[-+]\\d\\d:\\d\\d)?)?");
    private static final Map<ScalarNode.Kind, String> TAGS = Map.of(
            ScalarNode.Kind.NULL, "null",
            ScalarNode.Kind.BOOLEAN, "bool",
            ScalarNode.Kind.INTEGER, "int",
            ScalarNode.Kind.FLOAT, "float",
            ScalarNode.Kind.STRING, "str");

    private @Nullable UnreadableYaml inDecoding;
    private @Nullable UnreadableYaml inKeys;
    private boolean noNumbers;
    private long decoded;
    private long expanded;

    void fault(String message, Mark mark) {
        inDecoding = inDecoding == null ? new UnreadableYaml(message, mark) : inDecoding;
    }

    /** @throws UnreadableYaml what was found first */
    void finish(@Nullable Node document) throws UnreadableYaml {
        if (inDecoding != null) {
            throw inDecoding;
        }
        if (inKeys != null) {
            throw inKeys;
        }
        if (noNumbers && document != null) {
            refuseNoNumbers(document);
        }
    }

    private static void refuseNoNumbers(Node node) throws UnreadableYaml {
        switch (node) {
            case MapNode map -> {
                for (MapNode.Entry entry : map.entries().stream()
                        .sorted(Comparator.comparing(MapNode.Entry::key))
                        .toList()) {
                    refuseNoNumbers(entry.value());
                }
            }
            case ListNode list -> {
                for (Node item : list.items()) {
                    refuseNoNumbers(item);
                }
            }
            case ScalarNode scalar -> {
                String text = scalar.text().toLowerCase(Locale.ROOT);
                if (scalar.plain() && Scalars.isNoNumber(scalar.text())) {
                    String name = text.endsWith("nan") ? "NaN" : text.startsWith("-") ? "-Inf" : "+Inf";
                    throw new UnreadableYaml("json: unsupported value: " + name, scalar.mark());
                }
            }
        }
    }

    /** Counts what an alias stands for; too much of a document may not come from aliases. */
    void expanded(long nodes, Mark mark) {
        decoded += nodes + 1;
        expanded += nodes;
        double share = decoded <= MANY
                ? 0.99
                : decoded >= TOO_MANY ? 0.10 : 0.99 - 0.89 * ((double) (decoded - MANY) / (TOO_MANY - MANY));
        if (expanded > 100 && decoded > 1000 && (double) expanded / decoded > share) {
            fault("yaml: document contains excessive aliasing", mark);
        }
    }

    /** @param resolved whether the text says what type it is; quoted texts do not */
    ScalarNode scalar(String text, String tag, boolean resolved, boolean plain, Mark mark) {
        decoded++;
        String word = tag.startsWith(STANDARD) ? tag.substring(STANDARD.length()) : "";
        boolean untyped = tag.isEmpty() || tag.equals("!");
        if (word.equals("binary")) {
            return binary(text, mark);
        }
        if ((untyped && !resolved) || word.equals("str") || (!untyped && !isKnown(word)) || tag.equals("!")) {
            return new ScalarNode(ScalarNode.Kind.STRING, text, false, text, mark);
        }
        boolean number = Scalars.isNoNumber(text);
        Scalars.Resolved scalar = number ? new Scalars.Resolved(ScalarNode.Kind.STRING, text) : Scalars.plain(text);
        if (!untyped) {
            String found = number ? "float" : typeOf(scalar.kind(), text, word);
            if (!found.equals(word)) {
                fault("yaml: cannot decode !!%s `%s` as a !!%s".formatted(found, text, word), mark);
            }
        }
        noNumbers |= number && plain;
        return new ScalarNode(scalar.kind(), scalar.text(), plain, text, mark);
    }

    private static boolean isKnown(String word) {
        return TAGS.containsValue(word) || word.equals("timestamp");
    }

    private static String typeOf(ScalarNode.Kind kind, String text, String wanted) {
        String type = TAGS.getOrDefault(kind, "str");
        if (type.equals("str") && DATE.matcher(text).matches()) {
            return wanted.equals("timestamp") ? wanted : type;
        }
        boolean whole = kind == ScalarNode.Kind.INTEGER && (wanted.equals("float") || !isInteger(text));
        return whole ? "float" : type;
    }

    private ScalarNode binary(String text, Mark mark) {
        String data = text;
        try {
            byte[] bytes = Base64.getDecoder().decode(text.replaceAll("[\r\n]", ""));
            data = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            fault("yaml: !!binary value contains invalid base64 data", mark);
        }
        return new ScalarNode(ScalarNode.Kind.STRING, data, false, text, mark);
    }

    static boolean isMerge(Node key) {
        return key instanceof ScalarNode scalar
                && scalar.plain()
                && scalar.text().equals("<<");
    }

    /** Refuses what cannot be a key of any mapping. */
    void key(Node key) {
        if (!(key instanceof ScalarNode)) {
            fault("yaml: invalid map key: " + GoSyntax.of(key), key.mark());
        }
    }

    /** The key as JSON has it. */
    String keyText(Node key, Node value) {
        if (!(key instanceof ScalarNode scalar)) {
            return "";
        }
        if (scalar.isNull()) {
            unsupported("%!s(<nil>)", "<nil>", value, key.mark());
            return GoSyntax.NIL;
        }
        if (scalar.kind() == ScalarNode.Kind.INTEGER && isInteger(scalar.source())) {
            if (scalar.text().length() > 18 && new java.math.BigInteger(scalar.text()).bitLength() > 63) {
                String hex = "0x" + new java.math.BigInteger(scalar.text()).toString(16);
                unsupported("uint64", hex, value, key.mark());
            }
            return scalar.text();
        }
        boolean number = scalar.kind() == ScalarNode.Kind.FLOAT || scalar.kind() == ScalarNode.Kind.INTEGER;
        return number ? GoSyntax.shortFloat(Double.parseDouble(scalar.text())) : scalar.text();
    }

    private void unsupported(String type, String key, Node value, Mark mark) {
        boolean isNull = value instanceof ScalarNode scalar && scalar.isNull();
        if (inKeys == null) {
            inKeys = new UnreadableYaml(
                    "unsupported map key of type: %s, key: %s, value: %s"
                            .formatted(type, key, isNull ? "<nil>" : GoSyntax.of(value)),
                    mark);
        }
    }

    /** Whether a number is written as an integer. */
    static boolean isInteger(String source) {
        boolean radix = source.matches("[-+]?0[xXbBoO].*");
        return radix || !source.matches(".*[.eE].*");
    }
}

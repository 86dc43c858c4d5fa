package dev.auditflow.check.policy.rego;

import dev.auditflow.check.policy.rego.Builtin.Undefined;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code hex.*}, {@code urlquery.*}, {@code base64url.encode_no_pad} and {@code json.marshal_with_options}. */
final class EncodingBuiltins {
    private EncodingBuiltins() {}

    static @Nullable Builtin find(String name) {
        return switch (name) {
            case "base64url.encode_no_pad" ->
                args -> Value.of(Base64.getUrlEncoder().withoutPadding().encodeToString(Texts.utf8(args.string(0))));
            case "hex.encode" -> args -> Value.of(HexFormat.of().formatHex(Texts.utf8(args.string(0))));
            case "hex.decode" -> EncodingBuiltins::hexDecode;
            case "urlquery.encode" -> args -> Value.of(escape(args.string(0)));
            case "urlquery.decode" -> args -> Value.of(unescape(args.string(0)));
            case "urlquery.encode_object" -> EncodingBuiltins::encodeObject;
            case "urlquery.decode_object" -> EncodingBuiltins::decodeObject;
            case "json.marshal_with_options" -> EncodingBuiltins::marshal;
            default -> null;
        };
    }

    private static Value hexDecode(Args args) throws Undefined {
        try {
            return Value.of(Texts.utf8(HexFormat.of().parseHex(args.string(0))));
        } catch (IllegalArgumentException e) {
            throw new Undefined("the text is not hexadecimal");
        }
    }

    private static String escape(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String unescape(String text) throws Undefined {
        if (!text.matches("(?s)(?:[^%]|%[0-9A-Fa-f]{2})*+")) {
            throw new Undefined("a % is not followed by two hexadecimal digits");
        }
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static Value encodeObject(Args args) throws Undefined {
        List<String> pairs = new ArrayList<>();
        for (Map.Entry<Value, Value> field : args.object(0).fields().entrySet()) {
            String key = field.getKey() instanceof Value.Str(String text) ? text : ValueWriter.json(field.getKey());
            Collection<Value> values = switch (field.getValue()) {
                case Value.Str text -> List.of(text);
                case Value.Arr(List<Value> items) -> items;
                case Value.Members(SortedSet<Value> items) -> items;
                default -> throw Args.wrong(0, "an object of strings, or of lists of strings");
            };
            for (Value value : values) {
                if (!(value instanceof Value.Str(String text))) {
                    throw Args.wrong(0, "an object of strings, or of lists of strings");
                }
                pairs.add(escape(key) + "=" + escape(text));
            }
        }
        return Value.of(String.join("&", pairs));
    }

    private static Value decodeObject(Args args) throws Undefined {
        Map<Value, List<Value>> values = new TreeMap<>();
        for (String pair : args.string(0).split("&", -1)) {
            if (pair.contains(";")) {
                throw new Undefined("a semicolon separates nothing in a query");
            }
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String key = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                values.computeIfAbsent(Value.of(unescape(key)), _ -> new ArrayList<>())
                        .add(Value.of(unescape(value)));
            }
        }
        Map<Value, Value> lists = new TreeMap<>();
        values.forEach((key, list) -> lists.put(key, Value.array(list)));
        return Value.object(lists);
    }

    private static Value marshal(Args args) throws Undefined {
        Value.Obj options = args.object(1);
        String indent = "\t";
        String prefix = "";
        boolean implied = false;
        @Nullable Boolean asked = null;
        for (Map.Entry<Value, Value> option : options.fields().entrySet()) {
            String name = option.getKey() instanceof Value.Str(String text) ? text : "";
            Args value = new Args(List.of(option.getValue()));
            switch (name) {
                case "indent" -> {
                    indent = value.string(0);
                    implied = true;
                }
                case "prefix" -> {
                    prefix = value.string(0);
                    implied = true;
                }
                case "pretty" -> asked = value.bool(0);
                default -> throw new Undefined("the option " + name + " is not known");
            }
        }
        boolean pretty = asked == null ? implied : asked;
        if (!pretty) {
            return Value.of(ValueWriter.json(args.value(0)));
        }
        StringBuilder out = new StringBuilder(prefix);
        indented(args.value(0), "\n" + prefix, indent, out);
        return Value.of(out.toString());
    }

    private static void indented(Value value, String line, String indent, StringBuilder out) {
        switch (value) {
            case Value.Arr(List<Value> items) -> list(items, line, indent, out);
            case Value.Members(SortedSet<Value> items) -> list(items, line, indent, out);
            case Value.Obj(SortedMap<Value, Value> fields)
            when !fields.isEmpty() -> {
                String separator = "{";
                for (Map.Entry<Value, Value> field : fields.entrySet()) {
                    String key = field.getKey() instanceof Value.Str
                            ? ValueWriter.json(field.getKey())
                            : ValueWriter.json(Value.of(ValueWriter.json(field.getKey())));
                    out.append(separator)
                            .append(line)
                            .append(indent)
                            .append(key)
                            .append(": ");
                    indented(field.getValue(), line + indent, indent, out);
                    separator = ",";
                }
                out.append(line).append('}');
            }
            default -> out.append(ValueWriter.json(value));
        }
    }

    private static void list(Collection<Value> items, String line, String indent, StringBuilder out) {
        if (items.isEmpty()) {
            out.append("[]");
            return;
        }
        String separator = "[";
        for (Value item : items) {
            out.append(separator).append(line).append(indent);
            indented(item, line + indent, indent, out);
            separator = ",";
        }
        out.append(line).append(']');
    }
}

package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/**
 * A type in the signature of a function.
 *
 * @param name as Go's {@code reflect} prints it
 * @param element of a slice or map, else null
 */
record GoType(String name, Kind kind, @Nullable GoType element) {
    /** What a type is made of, as far as arguments care. */
    enum Kind {
        ANY,
        VALUE,
        STRING,
        BOOL,
        INT,
        UINT,
        FLOAT,
        COMPLEX,
        SLICE,
        MAP,
        OTHER
    }

    static final GoType ANY = new GoType("interface {}", Kind.ANY, null);

    static GoType parse(String text) {
        String name = text.strip();
        return switch (name) {
            case "any", "interface{}", "interface {}" -> ANY;
            case "reflect.Value" -> new GoType(name, Kind.VALUE, null);
            case "string" -> new GoType(name, Kind.STRING, null);
            case "bool" -> new GoType(name, Kind.BOOL, null);
            case "int", "int8", "int16", "int32", "int64", "time.Duration" -> new GoType(name, Kind.INT, null);
            case "rune" -> new GoType("int32", Kind.INT, null);
            case "uint", "uint8", "uint16", "uint32", "uint64", "uintptr" -> new GoType(name, Kind.UINT, null);
            case "float32", "float64" -> new GoType(name, Kind.FLOAT, null);
            case "complex64", "complex128" -> new GoType(name, Kind.COMPLEX, null);
            case "[]byte" -> parse("[]uint8");
            case "chartutil.Values" -> new GoType(name, Kind.MAP, ANY);
            default -> composite(name);
        };
    }

    private static GoType composite(String name) {
        if (name.startsWith("[]")) {
            GoType element = parse(name.substring(2));
            return new GoType("[]" + element.name, Kind.SLICE, element);
        }
        if (name.startsWith("map[string]")) {
            GoType element = parse(name.substring("map[string]".length()));
            return new GoType("map[string]" + element.name, Kind.MAP, element);
        }
        return new GoType(name, Kind.OTHER, null);
    }

    boolean canBeNil() {
        return switch (kind) {
            case ANY, VALUE, SLICE, MAP -> true;
            case OTHER -> name.startsWith("*") || name.startsWith("func(");
            default -> false;
        };
    }

    /** The zero value of the type; null where Java has none. */
    @Nullable
    Object zero() {
        String elementName = element == null ? "" : element.name;
        return switch (kind) {
            case STRING -> "";
            case BOOL -> false;
            case INT, UINT -> integer(0);
            case FLOAT -> 0.0;
            case SLICE -> elementName.equals("uint8") ? new GoBytes(new byte[0]) : GoList.nil(elementName);
            case MAP -> GoMap.nil(name, elementName);
            default -> null;
        };
    }

    /** An integer of the type. */
    Object integer(long value) {
        return switch (name) {
            case "int64" -> value;
            case "int" -> new Int(value);
            case "time.Duration" -> new GoDuration(value);
            default -> new Sized(name, value);
        };
    }

    /** Whether Go assigns a non-nil value without a conversion. */
    boolean accepts(Object value) {
        return switch (kind) {
            case ANY, VALUE -> true;
            case STRING -> value instanceof String;
            case MAP ->
                value instanceof GoMap map
                        && element != null
                        && element.name.equals(map.elementType())
                        && (map.typeName().equals(name) || isUnnamed(name) || isUnnamed(map.typeName()));
            case SLICE ->
                element != null
                        && ((value instanceof GoList list && element.name.equals(list.elementType()))
                                || (value instanceof GoBytes && element.name.equals("uint8")));
            default -> GoTypes.nameOf(value).equals(name);
        };
    }

    private static boolean isUnnamed(String name) {
        return name.startsWith("map[");
    }
}

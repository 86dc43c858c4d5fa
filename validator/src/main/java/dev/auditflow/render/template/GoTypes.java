package dev.auditflow.render.template;

import org.jspecify.annotations.Nullable;

/** Go's types of Java values. */
public final class GoTypes {
    private GoTypes() {}

    /** The type as {@code %T} prints it; {@code <nil>} for null. */
    public static String nameOf(@Nullable Object value) {
        Object plain = Traced.plain(value);
        return switch (plain) {
            case null -> "<nil>";
            case String text -> "string";
            case Boolean bool -> "bool";
            case Long number -> "int64";
            case Int number -> "int";
            case Double number -> "float64";
            case Sized number -> number.kind();
            case GoMap map -> map.typeName();
            case GoList list -> list.typeName();
            case GoBytes bytes -> "[]uint8";
            case GoStruct struct -> struct.typeName();
            case GoDuration duration -> "time.Duration";
            case GoTime time -> "time.Time";
            case GoEnum constant -> constant.type();
            case GoComplex complex -> "complex128";
            case Absent absent -> "interface {}";
            case Fn function -> function.goSignature();
            default -> throw new IllegalArgumentException("no Go type for " + plain.getClass());
        };
    }

    /** The kind as {@code reflect.Kind} prints it; {@code invalid} for null. */
    public static String kindOf(@Nullable Object value) {
        return switch (Traced.plain(value)) {
            case null -> "invalid";
            case Absent absent -> "invalid";
            case GoMap map -> "map";
            case GoList list -> "slice";
            case GoBytes bytes -> "slice";
            case GoStruct struct -> struct.typeName().startsWith("*") ? "ptr" : "struct";
            case GoDuration duration -> "int64";
            case GoTime time -> "struct";
            case GoEnum constant -> "int";
            case Fn function -> "func";
            default -> nameOf(value);
        };
    }

    /** The integer that a value of any integer kind holds. */
    static boolean isInteger(@Nullable Object value) {
        return value instanceof Long
                || value instanceof Int
                || value instanceof Sized
                || value instanceof GoDuration
                || value instanceof GoEnum;
    }

    /** The bits of a value of an integer kind. */
    static long integer(Object value) {
        return switch (value) {
            case Long number -> number;
            case Int number -> number.value();
            case Sized number -> number.value();
            case GoDuration duration -> duration.nanos();
            case GoEnum constant -> constant.value();
            default -> throw new IllegalArgumentException("no integer: " + nameOf(value));
        };
    }

    /** Whether the value is of an unsigned kind. */
    static boolean isUnsigned(@Nullable Object value) {
        return value instanceof Sized number && number.unsigned();
    }

    /** The zero value of a type that {@code %T} prints; null where Java has none. */
    public static @Nullable Object zero(String typeName) {
        return GoType.parse(typeName).zero();
    }

    /** Whether a value is nil of its type. */
    public static boolean isNil(@Nullable Object value) {
        return value == null
                || value instanceof Absent
                || (value instanceof GoMap map && map.isNil())
                || (value instanceof GoList list && list.isNil());
    }

    /** Whether a value is a string, a number or a bool. */
    static boolean isScalar(Object value) {
        return value instanceof String || value instanceof Boolean || value instanceof Double || isInteger(value);
    }

    /** Go's truth: not the zero value of its type, and not empty. */
    public static boolean truth(@Nullable Object value) {
        return switch (Traced.plain(value)) {
            case null -> false;
            case Absent absent -> false;
            case Boolean bool -> bool;
            case String text -> !text.isEmpty();
            case Double number -> number != 0;
            case GoMap map -> !map.isEmpty();
            case GoList list -> !list.isEmpty();
            case GoBytes bytes -> bytes.size() > 0;
            case GoComplex complex -> complex.real() != 0 || complex.imaginary() != 0;
            default ->
                !isInteger(Traced.plain(value)) || integer(java.util.Objects.requireNonNull(Traced.plain(value))) != 0;
        };
    }
}

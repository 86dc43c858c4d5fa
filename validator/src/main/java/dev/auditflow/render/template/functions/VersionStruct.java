package dev.auditflow.render.template.functions;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.Func;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.Int;
import dev.auditflow.render.template.Sized;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.version.SemVer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code semver} gives, with the methods that templates call.
 *
 * @param pointer whether it is a pointer to a version, as far as {@code typeOf} shows
 */
record VersionStruct(SemVer version, boolean pointer) implements GoStruct {
    @Override
    public String typeName() {
        return pointer ? "*semver.Version" : "semver.Version";
    }

    @Override
    public List<String> fieldNames() {
        return List.of();
    }

    @Override
    public @Nullable Object field(String name) {
        return null;
    }

    @Override
    public String text() {
        return version.toString();
    }

    @Override
    public @Nullable Fn method(String name) {
        return switch (name) {
            case "Major" -> getter(name, "uint64", new Sized("uint64", version.major()));
            case "Minor" -> getter(name, "uint64", new Sized("uint64", version.minor()));
            case "Patch" -> getter(name, "uint64", new Sized("uint64", version.patch()));
            case "Prerelease" -> getter(name, "string", version.pre());
            case "Metadata" -> getter(name, "string", version.metadata());
            case "Original" -> pointer ? getter(name, "string", version.original()) : null;
            case "String" -> getter(name, "string", version.toString());
            case "IncPatch" -> getter(name, "semver.Version", new VersionStruct(version.nextPatch(), false));
            case "IncMinor" -> getter(name, "semver.Version", new VersionStruct(version.nextMinor(), false));
            case "IncMajor" -> getter(name, "semver.Version", new VersionStruct(version.nextMajor(), false));
            case "Compare" -> pointer ? test(name, "int", a -> new Int(order(a))) : null;
            case "Equal" -> pointer ? test(name, "bool", a -> order(a) == 0) : null;
            case "LessThan" -> pointer ? test(name, "bool", a -> order(a) < 0) : null;
            case "LessThanEqual" -> pointer ? test(name, "bool", a -> order(a) <= 0) : null;
            case "GreaterThan" -> pointer ? test(name, "bool", a -> order(a) > 0) : null;
            case "GreaterThanEqual" -> pointer ? test(name, "bool", a -> order(a) >= 0) : null;
            default -> null;
        };
    }

    private static Fn getter(String name, String result, Object value) {
        return new Fn(name, "func() " + result, (context, args) -> value);
    }

    private interface Body {
        Object call(List<@Nullable Object> args);
    }

    private static Fn test(String name, String result, Body body) {
        Func func = (context, args) -> body.call(args);
        return new Fn(name, "func(*semver.Version) " + result, func);
    }

    private int order(List<@Nullable Object> args) {
        if (!(args.getFirst() instanceof VersionStruct other)) {
            throw new TemplateException(Elements.NIL_POINTER);
        }
        return Integer.signum(version.compareTo(other.version));
    }
}

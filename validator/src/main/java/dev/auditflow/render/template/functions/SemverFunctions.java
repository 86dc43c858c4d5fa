package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.TemplateException;
import dev.auditflow.render.version.SemVer;
import dev.auditflow.render.version.SemVer.NotAVersion;
import dev.auditflow.render.version.VersionRange;
import java.util.List;

/** Sprig's semantic versions. */
final class SemverFunctions {
    private SemverFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("semver", "func(string) (*semver.Version, error)", (c, a) -> {
                    return new VersionStruct(version(text(a, 0)), true);
                }),
                new Fn("semverCompare", "func(string, string) (bool, error)", (c, a) -> {
                    return compare(text(a, 0), text(a, 1));
                }));
    }

    static SemVer version(String text) {
        try {
            return SemVer.parse(text);
        } catch (NotAVersion e) {
            throw new TemplateException(e.text());
        }
    }

    private static boolean compare(String range, String version) {
        try {
            return VersionRange.parse(range).contains(SemVer.parse(version));
        } catch (NotAVersion e) {
            throw new TemplateException(e.text());
        }
    }
}

package dev.auditflow.render.template.functions;

import static dev.auditflow.render.template.functions.StringFunctions.text;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoPath;
import java.util.List;

/** Sprig's functions of slash paths; those of the operating system are the same, for Helm runs on Unix here. */
final class PathFunctions {
    private static final String ONE = "func(string) string";
    private static final String TEST = "func(string) bool";

    private PathFunctions() {}

    static List<Fn> functions() {
        return List.of(
                new Fn("base", ONE, (c, a) -> base(text(a, 0))),
                new Fn("osBase", ONE, (c, a) -> base(text(a, 0))),
                new Fn("dir", ONE, (c, a) -> dir(text(a, 0))),
                new Fn("osDir", ONE, (c, a) -> dir(text(a, 0))),
                new Fn("clean", ONE, (c, a) -> GoPath.clean(text(a, 0))),
                new Fn("osClean", ONE, (c, a) -> GoPath.clean(text(a, 0))),
                new Fn("ext", ONE, (c, a) -> extension(text(a, 0))),
                new Fn("osExt", ONE, (c, a) -> extension(text(a, 0))),
                new Fn("isAbs", TEST, (c, a) -> text(a, 0).startsWith("/")),
                new Fn("osIsAbs", TEST, (c, a) -> text(a, 0).startsWith("/")));
    }

    private static String base(String path) {
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        if (end == 0) {
            return path.isEmpty() ? "." : "/";
        }
        return path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static String dir(String path) {
        return GoPath.clean(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private static String extension(String path) {
        String last = path.substring(path.lastIndexOf('/') + 1);
        return last.contains(".") ? last.substring(last.lastIndexOf('.')) : "";
    }
}

package dev.auditflow.render.chart;

import dev.auditflow.go.GoText;
import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoBytes;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.Methods;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What templates see as {@code .Files}: the chart's files that are neither templates nor charts. */
final class FilesObject implements Methods {
    private final Map<String, ChartFile> files;
    private final Function<GoMap, String> yaml;
    private final Map<String, Fn> methods;

    private FilesObject(Map<String, ChartFile> files, Function<GoMap, String> yaml) {
        this.files = files;
        this.yaml = yaml;
        this.methods = Map.of(
                "Get",
                new Fn("Get", "func(string) string", (ctx, args) -> text(name(args))),
                "GetBytes",
                new Fn("GetBytes", "func(string) []uint8", (ctx, args) -> new GoBytes(bytes(name(args)))),
                "Glob",
                new Fn("Glob", "func(string) engine.files", (ctx, args) -> glob(name(args))),
                "Lines",
                new Fn("Lines", "func(string) []string", (ctx, args) -> lines(name(args))),
                "AsConfig",
                new Fn("AsConfig", "func() string", (ctx, args) -> flat(GoText::decode)),
                "AsSecrets",
                new Fn("AsSecrets", "func() string", (ctx, args) -> flat(Base64.getEncoder()::encodeToString)));
    }

    /** @param yaml writes a document that ends with a line feed */
    static GoMap of(List<ChartFile> files, Function<GoMap, String> yaml) {
        Map<String, ChartFile> byName = new TreeMap<>(Order.CODE_POINTS);
        files.forEach(file -> byName.put(file.name(), file));
        return of(byName, yaml);
    }

    private static GoMap of(Map<String, ChartFile> files, Function<GoMap, String> yaml) {
        GoMap map = new GoMap("engine.files", "[]uint8", new FilesObject(files, yaml));
        files.forEach((name, file) -> map.put(name, new GoBytes(file.data())));
        return map;
    }

    @Override
    public @Nullable Fn method(String name) {
        return methods.get(name);
    }

    private static String name(List<@Nullable Object> args) {
        return String.valueOf(args.getFirst());
    }

    private byte[] bytes(String name) {
        ChartFile file = files.get(name);
        return file == null ? new byte[0] : file.data();
    }

    private String text(String name) {
        return GoText.decode(bytes(name));
    }

    private GoMap glob(String pattern) {
        Pattern compiled = FileGlob.compile(pattern);
        Map<String, ChartFile> matching = new TreeMap<>(Order.CODE_POINTS);
        files.forEach((name, file) -> {
            if (compiled.matcher(name).matches()) {
                matching.put(name, file);
            }
        });
        return of(matching, yaml);
    }

    private GoList lines(String name) {
        String text = text(name);
        if (text.isEmpty()) {
            return GoList.of("string", List.of());
        }
        String body = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
        return GoList.of("string", Arrays.asList(body.split("\n", -1)));
    }

    private String flat(Function<byte[], String> content) {
        GoMap map = new GoMap("map[string]string", "string");
        files.forEach((name, file) -> map.put(name.substring(name.lastIndexOf('/') + 1), content.apply(file.data())));
        String text = yaml.apply(map);
        return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
}

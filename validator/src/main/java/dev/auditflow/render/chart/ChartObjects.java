package dev.auditflow.render.chart;

import dev.auditflow.render.template.Fn;
import dev.auditflow.render.template.GoList;
import dev.auditflow.render.template.GoMap;
import dev.auditflow.render.template.GoStruct;
import dev.auditflow.render.template.GoTypes;
import dev.auditflow.render.template.Methods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What templates see as {@code .Chart} and {@code .Capabilities}. */
final class ChartObjects {
    /** Types whose fields have names of their own in JSON and are left out when empty. */
    private static final Set<String> TAGGED =
            Set.of("chart.Metadata", "*chart.Maintainer", "*chart.Dependency", "version.BuildInfo");

    /** Names in JSON that are not the field's own with a small first letter. */
    private static final Map<String, String> JSON_NAMES = Map.of(
            "APIVersion", "apiVersion",
            "URL", "url",
            "ImportValues", "import-values",
            "GitCommit", "git_commit",
            "GitTreeState", "git_tree_state",
            "GoVersion", "go_version");

    private ChartObjects() {}

    /** A struct made of a table of fields. */
    private record Struct(
            String typeName,
            Map<String, @Nullable Object> fields,
            Map<String, @Nullable Object> promoted,
            Methods methods,
            @Nullable String printed)
            implements GoStruct {
        @Override
        public List<String> fieldNames() {
            List<String> names = new ArrayList<>(fields.keySet());
            names.addAll(promoted.keySet());
            return names;
        }

        @Override
        public @Nullable Object field(String name) {
            return fields.containsKey(name) ? fields.get(name) : promoted.get(name);
        }

        @Override
        public @Nullable Fn method(String name) {
            return methods.method(name);
        }

        @Override
        public @Nullable String text() {
            return printed;
        }

        @Override
        public Map<String, @Nullable Object> json() {
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            boolean tagged = TAGGED.contains(typeName);
            fields.forEach((name, value) -> {
                boolean always =
                        typeName.equals("*chart.Dependency") && (name.equals("Name") || name.equals("Repository"));
                if (value instanceof Struct struct && !promoted.isEmpty()) {
                    named.putAll(struct.json());
                } else if (!tagged) {
                    named.put(name, value);
                } else if (always || GoTypes.truth(value)) {
                    named.put(JSON_NAMES.getOrDefault(name, uncapitalized(name)), value);
                }
            });
            return named;
        }

        private static String uncapitalized(String name) {
            return Character.toLowerCase(name.charAt(0)) + name.substring(1);
        }
    }

    static GoStruct chart(Chart chart) {
        Map<String, @Nullable Object> metadata = metadata(chart);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("Metadata", new Struct("chart.Metadata", metadata, Map.of(), Methods.none(), null));
        fields.put("IsRoot", chart.isRoot());
        String printed = "{" + printed(metadata) + " " + chart.isRoot() + "}";
        return new Struct("struct { chart.Metadata; IsRoot bool }", fields, metadata, Methods.none(), printed);
    }

    private static Map<String, @Nullable Object> metadata(Chart chart) {
        Metadata from = chart.metadata;
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("Name", from.name());
        fields.put("Home", from.home());
        fields.put("Sources", strings(from.sources()));
        fields.put("Version", from.version());
        fields.put("Description", from.description());
        fields.put("Keywords", strings(from.keywords()));
        fields.put("Maintainers", maintainers(from));
        fields.put("Icon", from.icon());
        fields.put("APIVersion", from.apiVersion());
        fields.put("Condition", from.condition());
        fields.put("Tags", from.tags());
        fields.put("AppVersion", from.appVersion());
        fields.put("Deprecated", from.deprecated());
        fields.put("Annotations", annotations(from));
        fields.put("KubeVersion", from.kubeVersion());
        fields.put("Dependencies", dependencies(chart.dependencies));
        fields.put("Type", from.type());
        return fields;
    }

    /** As Go prints a struct without names; lists of pointers are left out, Go prints their addresses. */
    private static String printed(Map<String, @Nullable Object> fields) {
        List<String> parts = new ArrayList<>();
        fields.values().forEach(value -> parts.add(printed(value)));
        return "{" + String.join(" ", parts) + "}";
    }

    private static String printed(@Nullable Object value) {
        if (value instanceof GoList list) {
            List<String> items = new ArrayList<>();
            list.items().stream().filter(String.class::isInstance).forEach(item -> items.add((String) item));
            return "[" + String.join(" ", items) + "]";
        }
        if (value instanceof GoMap map) {
            List<String> items = new ArrayList<>();
            map.keys().forEach(key -> items.add(key + ":" + map.get(key)));
            return "map[" + String.join(" ", items) + "]";
        }
        return Objects.toString(value, "<nil>");
    }

    private static GoList strings(List<String> items) {
        return items.isEmpty() ? GoList.nil("string") : GoList.of("string", items);
    }

    private static GoList maintainers(Metadata from) {
        String type = "*chart.Maintainer";
        List<GoStruct> all = new ArrayList<>();
        for (Metadata.Maintainer maintainer : from.maintainers()) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("Name", maintainer.name());
            fields.put("Email", maintainer.email());
            fields.put("URL", maintainer.url());
            all.add(new Struct(type, fields, Map.of(), Methods.none(), null));
        }
        return all.isEmpty() ? GoList.nil(type) : GoList.of(type, all);
    }

    private static GoList dependencies(List<Dependency> from) {
        String type = "*chart.Dependency";
        List<GoStruct> all = new ArrayList<>();
        for (Dependency dependency : from) {
            Map<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("Name", dependency.name);
            fields.put("Version", dependency.version);
            fields.put("Repository", dependency.repository);
            fields.put("Condition", dependency.condition);
            fields.put("Tags", strings(dependency.tags));
            fields.put("Enabled", dependency.enabled);
            fields.put("ImportValues", GoList.nil(GoList.ANY));
            fields.put("Alias", dependency.alias);
            all.add(new Struct(type, fields, Map.of(), Methods.none(), null));
        }
        return all.isEmpty() ? GoList.nil(type) : GoList.of(type, all);
    }

    private static GoMap annotations(Metadata from) {
        if (from.annotations().isEmpty()) {
            return GoMap.nil("map[string]string", "string");
        }
        GoMap map = new GoMap("map[string]string", "string");
        from.annotations().forEach(map::put);
        return map;
    }

    static GoStruct capabilities(Capabilities from) {
        Map<String, @Nullable Object> version = new LinkedHashMap<>();
        version.put("Version", from.version());
        version.put("Major", from.major());
        version.put("Minor", from.minor());
        Fn text = new Fn("String", "func() string", (ctx, args) -> from.version());
        Map<String, Fn> versionMethods =
                Map.of("String", text, "GitVersion", new Fn("GitVersion", "func() string", text.body()));
        Map<String, @Nullable Object> helm = new LinkedHashMap<>();
        helm.put("Version", from.helmVersion());
        helm.put("GitCommit", "");
        helm.put("GitTreeState", "");
        helm.put("GoVersion", Capabilities.GO_VERSION);
        Fn has = new Fn(
                "Has",
                "func(string) bool",
                (ctx, args) -> from.apiVersions().contains(String.valueOf(args.getFirst())));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put(
                "KubeVersion",
                new Struct("chartutil.KubeVersion", version, Map.of(), versionMethods::get, from.version()));
        fields.put(
                "APIVersions",
                GoList.of("string", from.apiVersions())
                        .as("chartutil.VersionSet", name -> name.equals("Has") ? has : null));
        fields.put("HelmVersion", new Struct("version.BuildInfo", helm, Map.of(), Methods.none(), null));
        String printed = "{{%s %s %s} [%s] {%s   %s}}"
                .formatted(
                        from.version(),
                        from.major(),
                        from.minor(),
                        String.join(" ", from.apiVersions()),
                        from.helmVersion(),
                        Capabilities.GO_VERSION);
        return new Struct("*chartutil.Capabilities", fields, Map.of(), Methods.none(), "&" + printed);
    }
}

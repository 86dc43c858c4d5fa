package dev.auditflow.check.schema;

import dev.auditflow.yaml.FieldPath;
import dev.auditflow.yaml.MapNode;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Constraints of admission webhooks in which several fields take part. */
final class WebhookRules {
    private static final Pattern URL = Pattern.compile(
            "(?i)https://(\\[[0-9a-f:.]+]|[^\\s/?#@:\\[\\]\\\\<>\"^`{|}%]+)(:[0-9]*)?(/([^?#%\\p{Cntrl}]|%[0-9a-f]{2})*)?\\??#?");

    private WebhookRules() {}

    /** Versions differ, and the server speaks one of them. */
    static void reviewVersions(MapNode webhook, FieldPath path, Sink sink) {
        List<String> versions = SelectorRules.texts(webhook, "admissionReviewVersions");
        FieldPath place = path.key("admissionReviewVersions");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < versions.size(); i++) {
            if (!seen.add(versions.get(i))) {
                sink.report(SchemaRules.DUPLICATE_ENTRY, place.index(i), versions.get(i) + " stands here twice");
            }
        }
        if (!versions.isEmpty() && !seen.contains("v1") && !seen.contains("v1beta1")) {
            sink.report(SchemaRules.INVALID_VALUE, place, "one of v1, v1beta1 must be among the versions");
        }
    }

    static void url(MapNode config, FieldPath path, Sink sink) {
        Constraints.named(
                        "url", text -> URL.matcher(text).matches() ? "" : "it takes the form https://host[:port]/path")
                .check(config, path, sink);
    }

    /** The path of a service that a webhook calls. */
    static String servicePath(String path) {
        if (path.isEmpty() || path.equals("/")) {
            return "";
        }
        if (!path.startsWith("/")) {
            return "it must start with '/'";
        }
        String inner = path.endsWith("/") ? path.substring(1, path.length() - 1) : path.substring(1);
        for (String step : inner.split("/", -1)) {
            if (!Names.subdomain(step).isEmpty()) {
                return step.isEmpty() ? "it has an empty part" : "its part \"%s\" is no DNS name".formatted(step);
            }
        }
        return "";
    }

    static void wildcardsStandAlone(MapNode rule, FieldPath path, Sink sink) {
        for (String field : List.of("operations", "apiGroups", "apiVersions")) {
            List<String> values = SelectorRules.texts(rule, field);
            if (values.size() > 1 && values.contains("*")) {
                sink.report(SchemaRules.CROSS_FIELD, path.key(field), "'*' stands alone in " + field);
            }
        }
        List<String> resources = SelectorRules.texts(rule, "resources");
        boolean plain = resources.stream().anyMatch(name -> !name.contains("/") && !name.equals("*"));
        if ((resources.size() > 1 && resources.contains("*/*")) || (resources.contains("*") && plain)) {
            sink.report(SchemaRules.CROSS_FIELD, path.key("resources"), "'*' covers the other resources already");
        }
    }
}

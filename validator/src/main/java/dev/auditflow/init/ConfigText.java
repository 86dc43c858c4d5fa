package dev.auditflow.init;

import dev.auditflow.init.PlannedRelease.PlannedEnvironment;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of {@code auditflow.yaml} for a plan. */
public final class ConfigText {
    /** Where the baseline lies that the configuration names. */
    public static final String BASELINE = "auditflow-baseline.json";

    private static final String DOCS = "https://github.com/auditflow/auditflow/blob/main/docs/";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_./][A-Za-z0-9_./-]*");
    private static final Pattern WORD =
            Pattern.compile("(?i)y|n|yes|no|on|off|true|false|null|[.]inf|[.]nan|[0-9.]+e?[0-9]*");
    private static final int MAX_REASON = 300;

    private final Plan plan;
    private final String kubernetes;
    private final LocalDate expires;
    private final StringBuilder out = new StringBuilder();

    private ConfigText(Plan plan, String kubernetes, LocalDate expires) {
        this.plan = plan;
        this.kubernetes = kubernetes;
        this.expires = expires;
    }

    /**
     * Writes a plan down.
     *
     * @param kubernetes the version to check for
     * @param expires until when objects that render differently each time are waived
     */
    public static String of(Plan plan, String kubernetes, LocalDate expires) {
        return new ConfigText(plan, kubernetes, expires).text();
    }

    private String text() {
        out.append("# yaml-language-server: $schema="
                + "https://raw.githubusercontent.com/auditflow/auditflow/main/docs/schemas/auditflow.schema.json\n");
        out.append("# What AuditFlow Gate checks here; change it as you like. Every key: ")
                .append(DOCS)
                .append("configuration.md\n");
        out.append("version: 1\n\n# Add the version you will upgrade to next: [\"%s\", \"…\"]\n".formatted(kubernetes));
        out.append("kubernetes: [\"%s\"]\n".formatted(kubernetes));
        if (!plan.environments().isEmpty()) {
            out.append("\n# In the order of promotion.\nenvironments:\n");
            plan.environments()
                    .forEach(name -> out.append("  ")
                            .append(scalar(name))
                            .append(":")
                            .append(note(name))
                            .append('\n'));
        }
        out.append("\nreleases:\n");
        plan.releases().forEach(this::release);
        schemas();
        waivers();
        out.append("\n# Findings that were there when the gate was introduced. Fix them, then write a smaller one:\n"
                + "#   auditflow validate --write-baseline " + BASELINE + "\n");
        out.append("baseline: ").append(BASELINE).append('\n');
        if (!plan.leftOut().isEmpty()) {
            out.append("\n# Found and not checked:\n");
            plan.leftOut().forEach(one -> comment("", one.what() + ": " + one.reason()));
        }
        return out.toString();
    }

    private static String note(String environment) {
        return switch (environment) {
            case EnvironmentNames.DEFAULT -> " # what has no values of its own for an environment";
            case EnvironmentNames.CI -> " # the values that charts are tested with";
            default -> "";
        };
    }

    private void release(PlannedRelease release) {
        boolean checked = release.isChecked();
        release.environments()
                .forEach((environment, planned) -> reasons(release.name(), checked, environment, planned));
        String indent = checked ? "  " : "  # ";
        out.append(indent).append("- name: ").append(scalar(release.name())).append('\n');
        out.append(indent)
                .append("  ")
                .append(release.source())
                .append(": ")
                .append(scalar(release.path()))
                .append('\n');
        boolean named = !release.environments().containsKey("");
        if (named) {
            out.append(indent).append("  environments:\n");
            release.environments().forEach((environment, planned) -> {
                String inner = checked && !planned.problem().isEmpty() ? "  # " : indent;
                environment(inner, environment, planned);
            });
        }
    }

    private void reasons(String release, boolean checked, String environment, PlannedEnvironment planned) {
        if (!planned.problem().isEmpty()) {
            String where = checked ? " of " + release + ": " + environment : "";
            comment("  ", "Left out%s: %s".formatted(where, planned.problem()));
        }
        planned.failedScenarios()
                .forEach((scenario, reason) ->
                        comment("  ", "Left out of %s: %s/%s: %s".formatted(release, environment, scenario, reason)));
    }

    private void environment(String indent, String name, PlannedEnvironment planned) {
        out.append(indent).append("    ").append(scalar(name)).append(":\n");
        if (!planned.values().isEmpty()) {
            out.append(indent)
                    .append("      values: ")
                    .append(list(planned.values()))
                    .append('\n');
        }
        if (!planned.scenarios().isEmpty()) {
            out.append(indent).append("      # Each with these values on top.\n");
            out.append(indent).append("      scenarios:\n");
            planned.scenarios()
                    .forEach((scenario, file) -> out.append(
                            "%s        %s: {values: %s}\n".formatted(indent, scalar(scenario), scalar(file))));
        }
    }

    private void schemas() {
        if (plan.crds().isEmpty() && plan.allowMissing().isEmpty()) {
            return;
        }
        out.append("\nschemas:\n");
        if (!plan.crds().isEmpty()) {
            out.append("  crds:\n");
            plan.crds()
                    .forEach(path -> out.append("    - ").append(scalar(path)).append('\n'));
        }
        if (!plan.allowMissing().isEmpty()) {
            out.append("""
                  # Nothing here defines these kinds, so their fields are not checked. Name their CRDs under
                  # "crds" and take them out.
                """);
            out.append("  allowMissing:\n");
            plan.allowMissing()
                    .forEach(kind -> out.append("    - ").append(scalar(kind)).append('\n'));
        }
    }

    private void waivers() {
        if (plan.unstable().isEmpty()) {
            return;
        }
        out.append("\n# Objects that render differently each time, so no golden file can hold them.\nwaivers:\n");
        for (Map.Entry<String, String> entry : new java.util.TreeMap<>(plan.unstable()).entrySet()) {
            out.append("  - rule: AF802\n    resource: ")
                    .append(scalar(entry.getKey()))
                    .append('\n');
            out.append("    reason: ")
                    .append(quoted("release %s makes up a value; set it in the values".formatted(entry.getValue())))
                    .append("\n    owner: auditflow init\n    expires: ")
                    .append(expires)
                    .append('\n');
        }
    }

    /** A comment of one line for each line of the text, however long a message of a chart is. */
    private void comment(String indent, String text) {
        String cut = text.length() > MAX_REASON ? text.substring(0, MAX_REASON) + " …" : text;
        cut.lines()
                .filter(line -> !line.isBlank())
                .forEach(line ->
                        out.append(indent).append("# ").append(printable(line)).append('\n'));
    }

    private static String printable(String line) {
        return line.codePoints()
                .mapToObj(c -> Character.isISOControl(c)
                                || c == 0x85
                                || c == 0x2028
                                || c == 0x2029
                                || c == 0xFEFF
                                || !Character.isDefined(c)
                                || Character.getType(c) == Character.SURROGATE
                        ? " "
                        : Character.toString(c))
                .collect(Collectors.joining())
                .stripTrailing();
    }

    private static String list(List<String> texts) {
        return texts.size() == 1
                ? scalar(texts.getFirst())
                : texts.stream().map(ConfigText::scalar).collect(Collectors.joining(", ", "[", "]"));
    }

    /** A string that YAML 1.1 and 1.2 read as this string. */
    static String scalar(String text) {
        return PLAIN.matcher(text).matches() && !WORD.matcher(text).matches() ? text : quoted(text);
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (c < 0x20
                    || (c >= 0x7F && c < 0xA0)
                    || Character.isSurrogate((char) c)
                    || c > 0xFFEF
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xFEFF) {
                quoted.append("\\u%04x".formatted(c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }
}

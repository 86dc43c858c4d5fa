package dev.auditflow.render.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The rules of a {@code .helmignore}; dot files under {@code templates/} are always ignored. */
final class HelmIgnore {
    private record Rule(Pattern pattern, boolean negated, boolean folders, boolean wholePath) {
        boolean matches(String path) {
            String subject = wholePath ? path : path.substring(path.lastIndexOf('/') + 1);
            return pattern.matcher(subject).matches();
        }
    }

    private final List<Rule> rules = new ArrayList<>();

    /**
     * Reads the rules.
     *
     * @param text of the file, empty when there is none
     */
    static HelmIgnore parse(String text, String file) {
        HelmIgnore ignore = new HelmIgnore();
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            ignore.add(line.strip(), file, number);
        }
        ignore.add("templates/.?*", file, 0);
        return ignore;
    }

    private void add(String line, String file, int number) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        if (line.contains("**")) {
            throw new ChartProblem(
                    "double-star (**) syntax is not supported", file, number, "Write one rule for each folder");
        }
        boolean negated = line.startsWith("!");
        String rule = negated ? line.substring(1) : line;
        boolean folders = rule.endsWith("/");
        rule = folders ? rule.substring(0, rule.length() - 1) : rule;
        boolean rooted = rule.startsWith("/");
        try {
            Pattern pattern = GoGlob.compile(rooted ? rule.substring(1) : rule);
            rules.add(new Rule(pattern, negated, folders, rule.contains("/")));
        } catch (IllegalArgumentException e) {
            throw new ChartProblem("syntax error in pattern", file, number, "Correct this rule");
        }
    }

    /** Whether the chart leaves the path out; the first rule that decides wins, as in Helm. */
    boolean ignores(String path, boolean folder) {
        for (Rule rule : rules) {
            boolean wrongKind = rule.folders() && !folder;
            if (rule.negated()) {
                if (wrongKind || !rule.matches(path)) {
                    return true;
                }
            } else if (!wrongKind && rule.matches(path)) {
                return true;
            }
        }
        return false;
    }
}

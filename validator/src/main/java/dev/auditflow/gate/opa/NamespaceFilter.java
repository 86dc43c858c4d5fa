package dev.auditflow.gate.opa;

import java.util.List;
import java.util.regex.Pattern;

/** Names and patterns of Rego packages: {@code *} stands for any text, dots as well, and {@code ?} for one character. */
final class NamespaceFilter {
    private final List<Pattern> patterns;

    NamespaceFilter(List<String> names) {
        this.patterns = names.stream().map(NamespaceFilter::pattern).toList();
    }

    boolean accepts(String namespace) {
        return patterns.stream().anyMatch(pattern -> pattern.matcher(namespace).matches());
    }

    private static Pattern pattern(String name) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            switch (name.charAt(i)) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(name.substring(i, i + 1)));
            }
        }
        return Pattern.compile(regex.toString());
    }
}

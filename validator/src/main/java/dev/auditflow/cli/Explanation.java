package dev.auditflow.cli;

import dev.auditflow.check.Rule;
import dev.auditflow.config.ConfigException;
import java.util.Map;

/** What {@code --explain} prints. */
final class Explanation {
    private Explanation() {}

    static String of(String id, Map<String, Rule> rules) throws ConfigException {
        Rule rule = rules.get(id);
        if (rule == null) {
            throw new ConfigException(
                    "There is no rule \"%s\"; 'auditflow policy list' shows all of them".formatted(id));
        }
        StringBuilder text = new StringBuilder();
        text.append("%s  %s (%s, %s)%n%n"
                .formatted(rule.id(), rule.title(), rule.severity().word(), rule.check()));
        text.append(rule.description()).append(System.lineSeparator());
        if (!rule.remedy().isEmpty()) {
            text.append("%nWhat to do: %s%n".formatted(rule.remedy()));
        }
        if (!rule.link().isEmpty()) {
            text.append("%nRead more: %s%n".formatted(rule.link()));
        }
        return text.toString();
    }
}

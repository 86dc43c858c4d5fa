package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code bake} of a deployment. */
final class BakeReader {
    private static final Pattern MATCHER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*\\s*(=|!=|=~|!~)\\s*\\S.*");
    private static final Pattern COUNT = Pattern.compile("[1-9][0-9]?");

    private final String file;
    private final Path folder;

    BakeReader(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    BakeSettings read(String environment, Fields deploy) throws ConfigException {
        Optional<Node> node = deploy.node("bake");
        if (node.isEmpty()) {
            return BakeSettings.none();
        }
        Fields fields = Fields.of(
                file,
                "\"bake\" of environment \"" + environment + "\"",
                node.get(),
                "for",
                "every",
                "polls",
                "alertmanager",
                "matchers",
                "token",
                "unreachable");
        fields.required("for");
        Duration length = fields.duration("for", Duration.ZERO);
        Duration interval = fields.duration(
                "every", length.compareTo(Duration.ofSeconds(30)) < 0 ? length : Duration.ofSeconds(30));
        if (interval.compareTo(length) > 0) {
            throw fields.wrong(node.get(), "every", "no longer than \"for\"");
        }
        String polls = fields.string("polls", "2");
        if (!COUNT.matcher(polls).matches()) {
            throw fields.wrong(fields.node("polls").orElseThrow(), "polls", "a number from 1 to 99");
        }
        BakeSettings settings = new BakeSettings(
                length,
                interval,
                Integer.parseInt(polls),
                address(fields),
                matchers(fields),
                token(fields),
                fields.choice("unreachable", "fail", "fail", "pass").equals("pass"));
        if (settings.polls() > settings.looks()) {
            throw fields.wrong(node.get(), "polls", "at most the %d looks of the window".formatted(settings.looks()));
        }
        return settings;
    }

    private static URI address(Fields fields) throws ConfigException {
        String text = fields.string("alertmanager", "");
        try {
            URI address = new URI(text);
            boolean web = Set.of("http", "https").contains(String.valueOf(address.getScheme()))
                    && address.getHost() != null
                    && address.getUserInfo() == null
                    && address.getQuery() == null;
            if (text.isEmpty() || web) {
                return address;
            }
        } catch (URISyntaxException e) {
            // Said below, with the line.
        }
        throw fields.wrong(
                fields.node("alertmanager").orElseThrow(),
                "alertmanager",
                "an address such as http://alertmanager.monitoring:9093, its token under \"token\"");
    }

    private static List<String> matchers(Fields fields) throws ConfigException {
        List<String> matchers = fields.strings("matchers");
        if (!matchers.stream().allMatch(matcher -> MATCHER.matcher(matcher).matches())) {
            throw fields.wrong(
                    fields.node("matchers").orElseThrow(),
                    "matchers",
                    "a list of Alertmanager's matchers, such as severity=\"critical\"");
        }
        return matchers;
    }

    private String token(Fields fields) throws ConfigException {
        String place = fields.string("token", "");
        return place.contains("://")
                ? place
                : fields.path("token", folder, place).map(Path::toString).orElse("");
    }
}

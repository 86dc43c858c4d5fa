package dev.auditflow.config;

import dev.auditflow.yaml.Node;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads {@code notify} of a deployment. */
final class NotificationReader {
    private static final Pattern REPOSITORY = Pattern.compile("[A-Za-z0-9-]+/[A-Za-z0-9._-]+");

    private final String file;
    private final Path folder;

    NotificationReader(String file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    List<NotificationSettings> read(Fields deploy) throws ConfigException {
        List<NotificationSettings> all = new ArrayList<>();
        for (Node node : deploy.list("notify")) {
            Fields fields = Fields.of(
                    file, "a notification", node, "webhook", "secret", "token", "github", "repository", "api");
            boolean webhook = fields.node("webhook").isPresent();
            if (webhook == fields.node("github").isPresent()) {
                throw new ConfigException(
                        "%s:%d: a notification needs one of \"webhook\" and \"github\"".formatted(file, fields.line()));
            }
            all.add(webhook ? webhook(fields) : github(fields));
        }
        return all;
    }

    private NotificationSettings webhook(Fields fields) throws ConfigException {
        for (String other : List.of("repository", "api")) {
            if (fields.node(other).isPresent()) {
                throw fields.wrong(fields.node(other).get(), other, "left out for a webhook");
            }
        }
        String address = fields.required("webhook");
        if (!address.startsWith("env://") && !isWeb(address)) {
            throw fields.wrong(
                    fields.node("webhook").orElseThrow(),
                    "webhook",
                    "an address, or env://NAME of a variable with one");
        }
        return new NotificationSettings.Webhook(address, place(fields, "secret"), place(fields, "token"));
    }

    private NotificationSettings github(Fields fields) throws ConfigException {
        if (fields.node("secret").isPresent()) {
            throw fields.wrong(fields.node("secret").get(), "secret", "left out for github");
        }
        String kind = fields.choice("github", "", "commit-status", "deployment");
        String repository = fields.string("repository", "");
        if (!repository.isEmpty() && !REPOSITORY.matcher(repository).matches()) {
            throw fields.wrong(fields.node("repository").orElseThrow(), "repository", "OWNER/NAME");
        }
        String api = fields.string("api", "");
        if (!api.isEmpty() && !isWeb(api)) {
            throw fields.wrong(fields.node("api").orElseThrow(), "api", "an address such as https://api.github.com");
        }
        return new NotificationSettings.GitHub(
                kind.equals("deployment")
                        ? NotificationSettings.GitHub.Kind.DEPLOYMENT
                        : NotificationSettings.GitHub.Kind.COMMIT_STATUS,
                repository,
                place(fields, "token"),
                URI.create(api));
    }

    static boolean isWeb(String text) {
        try {
            URI address = new URI(text);
            return List.of("http", "https").contains(String.valueOf(address.getScheme())) && address.getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private String place(Fields fields, String key) throws ConfigException {
        String place = fields.string(key, "");
        return place.contains("://")
                ? place
                : fields.path(key, folder, place).map(Path::toString).orElse("");
    }
}

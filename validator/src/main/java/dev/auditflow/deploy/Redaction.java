package dev.auditflow.deploy;

import dev.auditflow.manifest.Credentials;
import java.util.stream.Collectors;

/** Takes out of texts for people and files what may be a credential: the whole line. */
final class Redaction {
    private static final String HIDDEN = "<hidden: it may hold a credential>";

    private Redaction() {}

    static String of(String text) {
        return text.lines()
                .map(line -> Credentials.mayStandIn(line) ? HIDDEN : line)
                .collect(Collectors.joining("\n"));
    }
}

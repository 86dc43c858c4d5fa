package dev.auditflow.cli;

import dev.auditflow.deploy.DeployException;
import dev.auditflow.deploy.Result;
import dev.auditflow.deploy.SourceCommit;
import dev.auditflow.deploy.notice.Notice;
import dev.auditflow.deploy.notice.Notifier;
import dev.auditflow.host.WebClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Says what a promotion does, and tells others how it ended: whom the configuration names, and the summary of GitHub's run. That
 * somebody could not be told is said, and changes nothing.
 */
final class Announcement {
    private final List<Notifier> notifiers;
    private final Subject subject;
    private final PrintWriter out;
    private final List<String> said = new ArrayList<>();
    private String rendering = "";

    /** What it is about. */
    record Subject(String event, String release, String environment, String actor, SourceCommit commit) {}

    Announcement(List<Notifier> notifiers, Subject subject, PrintWriter out) {
        this.notifiers = List.copyOf(notifiers);
        this.subject = subject;
        this.out = out;
    }

    Subject subject() {
        return subject;
    }

    /** One sentence of what is done. */
    void say(String sentence) {
        said.add(sentence);
        out.println("  " + sentence);
        out.flush();
    }

    /** The rendering that is promoted. */
    void of(String bundle) {
        rendering = bundle;
    }

    /** It ended. */
    void ended(Result result) {
        tell(result.outcome().name().toLowerCase(Locale.ROOT), result.cause(), result.sentence());
    }

    /** It was stopped. */
    void stopped(DeployException stop) {
        tell(stop.kind().name().toLowerCase(Locale.ROOT), "", stop.sentence());
    }

    /** It was refused. */
    void refused(String sentence) {
        tell("refused", "", sentence);
    }

    private void tell(String outcome, String cause, String sentence) {
        Notice notice = new Notice(
                subject.event(),
                subject.release(),
                subject.environment(),
                outcome,
                cause,
                sentence.lines().findFirst().orElse(""),
                rendering,
                subject.actor(),
                subject.commit().id(),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        for (Notifier notifier : notifiers) {
            try {
                notifier.tell(notice);
                say("told the " + notifier.name());
            } catch (WebClient.Failure e) {
                say("could not tell the %s: %s".formatted(notifier.name(), e.sentence()));
            }
        }
        summarize(notice, sentence);
    }

    private void summarize(Notice notice, String sentence) {
        String file = System.getenv().getOrDefault("GITHUB_STEP_SUMMARY", "");
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.writeString(
                    Path.of(file),
                    new PromotionSummary(notice, sentence, said).markdown(),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            say("GITHUB_STEP_SUMMARY %s cannot be written: %s".formatted(file, e.getMessage()));
        }
    }
}

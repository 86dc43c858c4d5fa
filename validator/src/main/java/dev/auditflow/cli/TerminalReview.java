package dev.auditflow.cli;

import dev.auditflow.config.ConfigException;
import dev.auditflow.gate.Approvals;
import dev.auditflow.gate.review.Decision;
import dev.auditflow.gate.review.Review;
import dev.auditflow.report.UpgradeFormat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The review in the terminal: an object at a time, a letter and Enter for each. */
final class TerminalReview {
    private final Review review;
    private final PrintWriter out;
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private boolean acceptsRest;
    private boolean ended;

    private TerminalReview(Review review, PrintWriter out) {
        this.review = review;
        this.out = out;
    }

    static void run(Review review, List<Approvals> targets, PrintWriter out) throws ConfigException {
        TerminalReview terminal = new TerminalReview(review, out);
        List<String> keys = review.keys();
        int number = 0;
        for (Approvals target : targets) {
            for (Approvals.Approval approval : target.approvals()) {
                String key = keys.get(number++);
                if (!terminal.ended) {
                    out.print(UpgradeFormat.one(target.upgrade(), approval.change(), Terminal.hasColour()));
                    terminal.ask(key, "%d of %d".formatted(number, keys.size()));
                }
            }
        }
    }

    private void ask(String key, String place) throws ConfigException {
        while (!ended) {
            String letter = acceptsRest ? "a" : letter(place);
            switch (letter) {
                case "a" -> {
                    if (decide(key, Decision.ACCEPTED)) {
                        return;
                    }
                }
                case "r" -> {
                    decide(key, Decision.REJECTED);
                    return;
                }
                case "s" -> {
                    decide(key, Decision.SKIPPED);
                    return;
                }
                case "A" -> acceptsRest = true;
                case "q" -> ended = true;
                default -> out.println("a accepts, r rejects, s skips, A accepts this and the rest, q ends");
            }
        }
    }

    private String letter(String place) throws ConfigException {
        out.print(place + "  [a]ccept [r]eject [s]kip [A]ll [q]uit > ");
        out.flush();
        try {
            String line = in.readLine();
            out.println();
            return line == null ? "q" : line.strip();
        } catch (IOException e) {
            throw new ConfigException("The terminal cannot be read: " + e.getMessage());
        }
    }

    /** What cannot be written is said, and asked for again. */
    private boolean decide(String key, Decision decision) {
        try {
            review.decide(key, decision);
            return true;
        } catch (IOException e) {
            out.println(e.getMessage());
            acceptsRest = false;
            return false;
        }
    }
}

package dev.auditflow.gate.review;

import dev.auditflow.check.upgrade.Upgrade;
import dev.auditflow.gate.Approvals;
import dev.auditflow.report.UpgradeHtml;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes of golden files and what was decided on each. Accepting writes at once, so that nothing is lost with the process. */
public final class Review {
    private final List<Upgrade> upgrades;
    private final Map<String, Approvals.Approval> approvals = new LinkedHashMap<>();
    private final Map<String, Decision> decisions = new HashMap<>();

    /** A review of what targets change. */
    public Review(List<Approvals> targets) {
        this.upgrades = targets.stream().map(Approvals::upgrade).toList();
        for (Approvals target : targets) {
            for (Approvals.Approval approval : target.approvals()) {
                approvals.put(UpgradeHtml.key(target.upgrade(), approval.change()), approval);
            }
        }
    }

    /** What is reviewed, by target. */
    public List<Upgrade> upgrades() {
        return upgrades;
    }

    /** Names of all objects under review, in order. */
    public List<String> keys() {
        return List.copyOf(approvals.keySet());
    }

    /** What was decided on an object; an empty word for nothing yet. */
    public synchronized String decided(String key) {
        Decision decision = decisions.get(key);
        return decision == null ? "" : decision.word();
    }

    /**
     * Decides on an object, or decides anew.
     *
     * @throws IOException with a sentence if its golden file cannot be written, or there is no such object
     */
    public synchronized void decide(String key, Decision decision) throws IOException {
        Approvals.Approval approval = approvals.get(key);
        if (approval == null) {
            throw new IOException("The review has no object " + key + "; load the page again");
        }
        boolean accepted = decisions.get(key) == Decision.ACCEPTED;
        try {
            if (decision == Decision.ACCEPTED) {
                approval.accept();
            } else if (accepted) {
                approval.undo();
            }
        } catch (AccessDeniedException e) {
            String file = approval.files().getFirst().path().toString();
            throw new IOException(file + " cannot be written: the folder or the file is read-only", e);
        }
        decisions.put(key, decision);
    }

    /** {@code 3 accepted, 1 rejected, 2 left}. */
    public synchronized String summary() {
        long accepted = count(Decision.ACCEPTED);
        long rejected = count(Decision.REJECTED);
        return "%d accepted, %d rejected, %d left"
                .formatted(accepted, rejected, approvals.size() - accepted - rejected);
    }

    /** Whether every change was accepted. */
    public synchronized boolean isComplete() {
        return count(Decision.ACCEPTED) == approvals.size();
    }

    private long count(Decision decision) {
        return decisions.values().stream().filter(decision::equals).count();
    }
}

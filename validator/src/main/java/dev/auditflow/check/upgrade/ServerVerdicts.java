package dev.auditflow.check.upgrade;

import dev.auditflow.diff.Comparison;
import dev.auditflow.diff.ObjectChange;
import dev.auditflow.engine.Answer;
import dev.auditflow.engine.Question;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.host.Command;
import dev.auditflow.manifest.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the API server's own code says of changed objects, where its engine was asked: whether it takes the new one. */
public final class ServerVerdicts {
    private final Map<ResourceId, Answer> answers;

    private ServerVerdicts(Map<ResourceId, Answer> answers) {
        this.answers = Map.copyOf(answers);
    }

    /** Nobody was asked. */
    public static ServerVerdicts none() {
        return new ServerVerdicts(Map.of());
    }

    /**
     * Asks about each object that is there before and after.
     *
     * @param comparison of objects without masks
     * @throws Command.Failure with a sentence if the engine fails as a whole
     */
    public static ServerVerdicts of(ServerEngine engine, Comparison comparison, String namespace)
            throws Command.Failure {
        List<ResourceId> ids = new ArrayList<>();
        List<Question> questions = new ArrayList<>();
        for (ObjectChange change : comparison.changes()) {
            if (change instanceof ObjectChange.Changed changed && isUpdated(changed)) {
                ids.add(changed.id());
                questions.add(Question.update(
                        namespace, changed.after().json(), changed.before().json()));
            }
        }
        List<Answer> given =
                questions.isEmpty() ? List.of() : engine.ask(questions, new ServerEngine.Definitions("", List.of()));
        Map<ResourceId, Answer> answers = new HashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            answers.put(ids.get(i), given.get(i));
        }
        return new ServerVerdicts(answers);
    }

    private static boolean isUpdated(ObjectChange.Changed changed) {
        return !changed.renamed() && !Release.isHook(changed.before()) && !Release.isHook(changed.after());
    }

    /** The verdict over an object; empty if there is none, then the tables of this package decide. */
    Optional<Answer> of(ObjectChange.Changed changed) {
        return Optional.ofNullable(answers.get(changed.id()))
                .filter(answer ->
                        answer.outcome() == Answer.Outcome.VALID || answer.outcome() == Answer.Outcome.INVALID);
    }
}

package dev.auditflow.check.schema;

import dev.auditflow.check.Account;
import dev.auditflow.check.Check;
import dev.auditflow.check.CheckResult;
import dev.auditflow.check.Finding;
import dev.auditflow.check.Subject;
import dev.auditflow.engine.Answer;
import dev.auditflow.engine.Question;
import dev.auditflow.engine.ServerEngine;
import dev.auditflow.engine.ServerEngines;
import dev.auditflow.host.Command;
import dev.auditflow.host.Digest;
import dev.auditflow.manifest.Location;
import dev.auditflow.manifest.Resource;
import dev.auditflow.yaml.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Checks objects by the API server's own code where the engine of the target's version is there, and by the embedded
 * check where it is not, which the account says. Safe for many threads.
 */
public final class ServerCheck implements Check {
    private static final String ACCOUNT = "server engine";

    private final SchemaCheck embedded;
    private final ServerEngines engines;

    public ServerCheck(SchemaCheck embedded, ServerEngines engines) {
        this.embedded = embedded;
        this.engines = engines;
    }

    @Override
    public String name() {
        return embedded.name();
    }

    @Override
    public void prepare(String kubernetesVersion) {
        engines.of(kubernetesVersion).ifPresent(ServerEngine::start);
    }

    @Override
    public String digest(Subject subject) {
        String schemas = embedded.digest(subject);
        return engines.of(subject.kubernetesVersion())
                .map(engine -> new Digest().add(schemas).add(engine.name()).text())
                .orElse(schemas);
    }

    @Override
    public CheckResult run(Subject subject) {
        Optional<ServerEngine> engine = engines.of(subject.kubernetesVersion());
        if (engine.isEmpty()) {
            CheckResult result = embedded.run(subject);
            List<Account.Line> account = new ArrayList<>(result.account());
            account.add(absent(subject));
            return new CheckResult(result.findings(), account);
        }
        TargetSchemas target = embedded.schemas(subject);
        List<Finding> findings = new ArrayList<>();
        Map<String, String> skipped = new TreeMap<>();
        Set<String> kinds = new TreeSet<>();
        List<Answer> answers = answers(engine.get(), subject, target, findings);
        List<SchemaCheck.Checked> own =
                subject.each(resource -> embedded.check(resource, target, subject.kubernetesVersion()));
        for (int i = 0; i < own.size(); i++) {
            SchemaCheck.Checked one = own.get(i);
            kinds.add(one.kind());
            one.skipped().ifPresent(why -> skipped.put(one.kind(), why));
            findings.addAll(
                    answers.isEmpty()
                            ? one.findings()
                            : new ServerFindings(subject.resources().get(i), one.findings()).of(answers.get(i)));
        }
        return new CheckResult(findings, List.of(SchemaCheck.account(kinds, skipped), judged(subject, answers)));
    }

    /** Empty if the engine failed as a whole, which is a finding then. */
    private static List<Answer> answers(
            ServerEngine engine, Subject subject, TargetSchemas target, List<Finding> findings) {
        List<Question> questions = new ArrayList<>();
        for (Resource resource : subject.resources()) {
            questions.add(Question.create(subject.namespace(), resource.json()));
        }
        List<byte[]> definitions = target.definitionsOf(subject.resources()).stream()
                .map(Json::bytes)
                .toList();
        Digest name = new Digest();
        definitions.forEach(name::add);
        try {
            return engine.ask(questions, new ServerEngine.Definitions(name.text(), definitions));
        } catch (Command.Failure e) {
            findings.add(Finding.about(
                    SchemaRules.ENGINE_FAILED, Location.none(), "The server engine failed: " + e.getMessage()));
            return List.of();
        }
    }

    private static Account.Line judged(Subject subject, List<Answer> answers) {
        int all = subject.resources().size();
        if (answers.isEmpty()) {
            return new Account.Line(ACCOUNT, all, 0, List.of(new Account.Skip("objects", all, "the engine failed")));
        }
        Map<String, Integer> skips = new TreeMap<>();
        for (int i = 0; i < all; i++) {
            if (Set.of(Answer.Outcome.UNKNOWN_KIND, Answer.Outcome.UNSUPPORTED, Answer.Outcome.FAILED)
                    .contains(answers.get(i).outcome())) {
                skips.merge(SchemaCheck.kind(subject.resources().get(i)), 1, Integer::sum);
            }
        }
        int left = skips.values().stream().mapToInt(Integer::intValue).sum();
        return new Account.Line(
                ACCOUNT,
                all,
                all - left,
                skips.entrySet().stream()
                        .map(skip -> new Account.Skip(skip.getKey(), skip.getValue(), "not a kind that it judges"))
                        .toList());
    }

    private Account.Line absent(Subject subject) {
        String why = engines.why(subject.kubernetesVersion());
        return new Account.Line(
                ACCOUNT, 0, 0, List.of(new Account.Skip("Kubernetes " + subject.kubernetesVersion(), 0, why)));
    }
}

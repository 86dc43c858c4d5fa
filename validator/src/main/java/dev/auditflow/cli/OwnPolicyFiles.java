package dev.auditflow.cli;

import dev.auditflow.check.policy.CompiledRego;
import dev.auditflow.check.policy.GatekeeperPolicies;
import dev.auditflow.check.policy.OwnPolicies;
import dev.auditflow.check.policy.gatekeeper.Constraint;
import dev.auditflow.check.policy.gatekeeper.EnforcementPoint;
import dev.auditflow.check.policy.gatekeeper.GatekeeperLibrary;
import dev.auditflow.check.policy.gatekeeper.Surroundings;
import dev.auditflow.check.policy.gatekeeper.TemplateModules;
import dev.auditflow.check.policy.rego.Limits;
import dev.auditflow.check.policy.rego.PolicyLoadException;
import dev.auditflow.config.ConfigException;
import dev.auditflow.config.PolicySettings;
import dev.auditflow.gate.bundle.PolicyBundle;
import dev.auditflow.gate.gatekeeper.GatekeeperFiles;
import dev.auditflow.gate.gatekeeper.Suites;
import dev.auditflow.gate.opa.ClassCache;
import dev.auditflow.gate.opa.Opa;
import dev.auditflow.gate.opa.PolicyData;
import dev.auditflow.gate.opa.RegoCompiler;
import dev.auditflow.gate.opa.RegoSources;
import dev.auditflow.gate.opa.TemplateCompiler;
import dev.auditflow.gate.rules.Trial;
import dev.auditflow.host.CacheFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What lies under the paths of the user's policies: Rego by conftest's contract, Gatekeeper's objects, or both.
 *
 * @param regoPaths paths that hold Rego, or nothing at all
 */
record OwnPolicyFiles(PolicySettings settings, List<Path> regoPaths, GatekeeperFiles files) {
    /** Looks at the files. @throws ConfigException if one cannot be read */
    static OwnPolicyFiles read(PolicySettings settings) throws ConfigException {
        if (settings.paths().isEmpty() && !settings.data().isEmpty()) {
            throw new ConfigException("--data and policies.data are for policies of your own, and none is named;"
                    + " name them by --policy or policies.paths");
        }
        try {
            GatekeeperFiles files = GatekeeperFiles.read(settings.paths());
            List<Path> rego = new ArrayList<>();
            for (Path path : settings.paths()) {
                // A path that holds nothing at all is named by the compiler.
                if (RegoSources.areIn(path) || !files.holds(path)) {
                    rego.add(path);
                }
            }
            return new OwnPolicyFiles(settings, List.copyOf(rego), files.with(ClusterPolicies.of(settings.cluster())));
        } catch (PolicyLoadException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** All paths as Rego, for what no constraint of Gatekeeper can judge. */
    static OwnPolicyFiles ofRego(PolicySettings settings) {
        return new OwnPolicyFiles(settings, settings.paths(), GatekeeperFiles.none());
    }

    /** Policies by conftest's contract, empty if there is no Rego. @throws ConfigException if they do not compile */
    Optional<OwnPolicies> rego() throws ConfigException {
        if (regoPaths.isEmpty()) {
            return Optional.empty();
        }
        RegoSources sources = RegoSources.none();
        try {
            sources = RegoSources.read(regoPaths);
            byte[] data = PolicyData.read(settings.data());
            boolean v0 = settings.regoVersion().equals("v0");
            CompiledRego compiled = new RegoCompiler(opa(), cache(), v0).compile(sources, settings.namespaces());
            return Optional.of(OwnPolicies.load(
                    compiled,
                    settings.namespaces(),
                    data,
                    settings.combine(),
                    new ClassCache(cache()),
                    Limits.defaults()));
        } catch (PolicyLoadException e) {
            throw new ConfigException(sources.firstUse(e.builtin()) + e.getMessage());
        }
    }

    /**
     * Gatekeeper's constraints, empty if there are none.
     *
     * @param point where objects are reviewed
     * @param around what constraints may ask there
     * @throws ConfigException if one cannot run
     */
    Optional<GatekeeperPolicies> gatekeeper(EnforcementPoint point, Surroundings around) throws ConfigException {
        String place = "";
        try {
            GatekeeperLibrary library = files.library();
            if (library.isEmpty()) {
                return Optional.empty();
            }
            refuseNamespaceSelectors(library, settings, point, around);
            TemplateModules modules = TemplateModules.of(library.templates());
            byte[] wasm = modules.isEmpty() ? new byte[0] : new TemplateCompiler(opa(), cache()).compile(modules);
            try {
                return Optional.of(GatekeeperPolicies.load(
                        library, wasm, point, around, new ClassCache(cache()), Limits.defaults()));
            } catch (PolicyLoadException e) {
                place = e.builtin().isEmpty() ? "" : modules.firstUse(e.builtin());
                throw e;
            }
        } catch (PolicyLoadException e) {
            throw new ConfigException(place + e.getMessage());
        }
    }

    /** Where nothing is read in the cluster, a constraint that cannot be decided would deny everything. */
    static void refuseNamespaceSelectors(
            GatekeeperLibrary library, PolicySettings settings, EnforcementPoint point, Surroundings around)
            throws PolicyLoadException {
        if (point == EnforcementPoint.COMMAND_LINE || around.knowsNamespaces()) {
            return;
        }
        for (Constraint constraint : library.constraints()) {
            boolean off = "off".equals(settings.rules().get(constraint.id()));
            if (constraint.asksForNamespace()
                    && !off
                    && constraint.severity(point).isPresent()) {
                throw new PolicyLoadException(
                        ("%s: the constraint %s has a namespaceSelector, and nobody knows the labels of namespaces here."
                                        + " Let them be looked up by --cluster-objects, name the namespaces instead, or turn %s off.")
                                .formatted(constraint.place(), constraint.id(), constraint.id()));
            }
        }
    }

    /**
     * All that was read, compiled, for another machine.
     *
     * @param config the text that goes with it
     * @throws ConfigException if it does not compile
     */
    PolicyBundle bundle(String config) throws ConfigException {
        try {
            GatekeeperLibrary library = files.library();
            TemplateModules modules = TemplateModules.of(library.templates());
            byte[] templates = modules.isEmpty() ? new byte[0] : new TemplateCompiler(opa(), cache()).compile(modules);
            Optional<PolicyBundle.Rego> rego = Optional.empty();
            if (!regoPaths.isEmpty()) {
                boolean v0 = settings.regoVersion().equals("v0");
                CompiledRego compiled = new RegoCompiler(opa(), cache(), v0)
                        .compile(RegoSources.read(regoPaths), settings.namespaces());
                rego = Optional.of(new PolicyBundle.Rego(compiled, PolicyData.read(settings.data())));
            }
            return new PolicyBundle(config, rego, files.used(), templates);
        } catch (PolicyLoadException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    /** How the cases of Gatekeeper's suites end. @throws ConfigException if there is no opa to compile templates */
    List<Trial> suites() throws ConfigException {
        if (files.suites().isEmpty()) {
            return List.of();
        }
        try {
            return new Suites(new TemplateCompiler(opa(), cache()), new ClassCache(cache())).run(files.suites());
        } catch (PolicyLoadException e) {
            throw new ConfigException(String.valueOf(e.getMessage()));
        }
    }

    private Opa opa() throws PolicyLoadException {
        return Opa.find(settings.opaImage());
    }

    static Path cache() {
        return CacheFolder.path().resolve("policies");
    }
}

package dev.auditflow.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code auditflow.yaml} says.
 *
 * @param file the file itself, relative to the working directory
 * @param environments names in the order of promotion
 * @param targets every release × environment × scenario × Kubernetes version
 * @param allowMissingSchemas kinds without a schema that are let through, as {@code group/Kind}
 * @param customResourceDefinitions folders and files of CRDs to validate with
 * @param golden the folder of golden files
 * @param goldenMasks paths that golden files do not hold, beside the default ones
 * @param baseline the baseline's file, or an empty path when there is none
 * @param helmEngine {@code java}, also named {@code auto} and {@code embedded}, or {@code binary}
 * @param deployments by environment; one that is not in it is not deployed to
 * @param repositories by environment; one that is not in it has no reconciler that reads a branch
 * @param helmVersion {@code 3} or {@code 4}: which Helm the java engine prints as
 * @param versions what is released under versions of their own
 */
public record Config(
        Path file,
        List<String> environments,
        List<Target> targets,
        PolicySettings policies,
        Set<String> allowMissingSchemas,
        List<Path> customResourceDefinitions,
        Path golden,
        List<String> goldenMasks,
        List<Waiver> waivers,
        Path baseline,
        String helmEngine,
        String helmVersion,
        SchemaEngine schemaEngine,
        boolean failOnWarn,
        AdmissionSettings admission,
        AttestationSettings attestation,
        Map<String, DeploySettings> deployments,
        Map<String, GitSettings> repositories,
        List<VersionedPart> versions,
        DriftSettings drift) {
    /** The name of the file that is looked for. */
    public static final String FILE_NAME = "auditflow.yaml";

    /** Kubernetes version of targets that name none. */
    public static final String DEFAULT_KUBERNETES = "1.34";

    public Config {
        environments = List.copyOf(environments);
        targets = List.copyOf(targets);
        allowMissingSchemas = Set.copyOf(allowMissingSchemas);
        customResourceDefinitions = List.copyOf(customResourceDefinitions);
        goldenMasks = List.copyOf(goldenMasks);
        waivers = List.copyOf(waivers);
        deployments = Map.copyOf(deployments);
        repositories = Map.copyOf(repositories);
        versions = List.copyOf(versions);
    }
}

package dev.auditflow.check.upgrade;

import java.util.ArrayList;
import java.util.List;

/**
 * Fields that the API server lets nobody change, by kind. What stands below a field is meant too; a line with {@code !} is
 * a field below one that may change all the same.
 */
final class ImmutableTable {
    /**
     * One field.
     *
     * @param way how to get there all the same, a format of the kind in small letters and the object's name
     */
    record Field(String group, String kind, String path, boolean mutable, String way) {}

    private static final String ORPHAN =
            "Delete it with 'kubectl delete %1$s %2$s --cascade=orphan' right before the upgrade: its pods go on running";

    private static final String NEW_NAME = "Give it a new name, or delete the old one right before the upgrade";

    private static final String LINES = """
            apps Deployment spec.selector
            apps ReplicaSet spec.selector
            apps DaemonSet spec.selector
            apps StatefulSet spec
            apps StatefulSet !spec.replicas
            apps StatefulSet !spec.template
            apps StatefulSet !spec.updateStrategy
            apps StatefulSet !spec.minReadySeconds
            apps StatefulSet !spec.ordinals
            apps StatefulSet !spec.revisionHistoryLimit
            apps StatefulSet !spec.persistentVolumeClaimRetentionPolicy
            apps ControllerRevision data
            batch Job spec.selector
            batch Job spec.template
            batch Job spec.completionMode
            batch Job spec.podFailurePolicy
            batch Job spec.backoffLimitPerIndex
            batch Job spec.managedBy
            batch Job spec.successPolicy
            batch Job spec.completions
            core Pod spec
            core Pod !spec.containers.image
            core Pod !spec.initContainers.image
            core Pod !spec.activeDeadlineSeconds
            core Pod !spec.tolerations
            core Pod !spec.schedulingGates
            core PersistentVolumeClaim spec
            core PersistentVolumeClaim !spec.resources.requests.storage
            core PersistentVolumeClaim !spec.volumeAttributesClassName
            core PersistentVolume spec
            core PersistentVolume !spec.capacity
            core PersistentVolume !spec.accessModes
            core PersistentVolume !spec.claimRef
            core PersistentVolume !spec.persistentVolumeReclaimPolicy
            core PersistentVolume !spec.storageClassName
            core PersistentVolume !spec.mountOptions
            core PersistentVolume !spec.volumeAttributesClassName
            core Node spec.podCIDR
            core Node spec.podCIDRs
            core Secret type
            core ResourceQuota spec.scopes
            rbac.authorization.k8s.io RoleBinding roleRef
            rbac.authorization.k8s.io ClusterRoleBinding roleRef
            storage.k8s.io StorageClass provisioner
            storage.k8s.io StorageClass parameters
            storage.k8s.io StorageClass reclaimPolicy
            storage.k8s.io StorageClass volumeBindingMode
            storage.k8s.io CSIDriver spec.attachRequired
            storage.k8s.io CSIDriver spec.volumeLifecycleModes
            storage.k8s.io VolumeAttributesClass driverName
            storage.k8s.io VolumeAttributesClass parameters
            storage.k8s.io VolumeAttachment spec
            storage.k8s.io CSIStorageCapacity nodeTopology
            storage.k8s.io CSIStorageCapacity storageClassName
            networking.k8s.io IngressClass spec.controller
            networking.k8s.io IPAddress spec.parentRef
            networking.k8s.io ServiceCIDR spec.cidrs
            node.k8s.io RuntimeClass handler
            scheduling.k8s.io PriorityClass value
            scheduling.k8s.io PriorityClass preemptionPolicy
            discovery.k8s.io EndpointSlice addressType
            resource.k8s.io ResourceClaim spec
            resource.k8s.io ResourceClaimTemplate spec
            apiextensions.k8s.io CustomResourceDefinition spec.scope
            apiextensions.k8s.io CustomResourceDefinition spec.names.kind
            """;

    static final List<Field> FIELDS = fields();

    private ImmutableTable() {}

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        LINES.lines().map(line -> line.strip().split(" ", -1)).forEach(words -> {
            boolean mutable = words[2].startsWith("!");
            fields.add(new Field(
                    words[0].equals("core") ? "" : words[0],
                    words[1],
                    mutable ? words[2].substring(1) : words[2],
                    mutable,
                    way(words[1])));
        });
        return List.copyOf(fields);
    }

    private static String way(String kind) {
        return switch (kind) {
            case "StatefulSet" ->
                ORPHAN + ", and the new one takes them over. Claims that exist keep their size and class";
            case "Deployment", "ReplicaSet", "DaemonSet" ->
                ORPHAN + ". The new selector does not find them: delete them when the new ones are ready";
            case "Job" ->
                "Delete the old one first, make it a hook ('helm.sh/hook' with the delete policy before-hook-creation), or put"
                        + " a version into its name";
            case "Pod" -> "Delete the old one right before the upgrade";
            case "PersistentVolumeClaim" ->
                "Make a new claim beside it and move the data; what is asked for can only grow";
            case "RoleBinding", "ClusterRoleBinding" ->
                "Delete it right before the upgrade, or give the new one another name";
            case "CustomResourceDefinition" ->
                "Add a definition under a new name and move the objects: deleting this one deletes them all";
            default -> NEW_NAME;
        };
    }
}

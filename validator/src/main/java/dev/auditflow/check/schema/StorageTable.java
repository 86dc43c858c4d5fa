package dev.auditflow.check.schema;

import static dev.auditflow.check.schema.Constraints.anyOf;
import static dev.auditflow.check.schema.Constraints.atMostOne;
import static dev.auditflow.check.schema.Constraints.each;
import static dev.auditflow.check.schema.Constraints.evenEmpty;
import static dev.auditflow.check.schema.Constraints.forbidden;
import static dev.auditflow.check.schema.Constraints.inside;
import static dev.auditflow.check.schema.Constraints.keys;
import static dev.auditflow.check.schema.Constraints.named;
import static dev.auditflow.check.schema.Constraints.oneOf;
import static dev.auditflow.check.schema.Constraints.range;
import static dev.auditflow.check.schema.Constraints.required;
import static dev.auditflow.check.schema.Constraints.unique;
import static dev.auditflow.check.schema.Constraints.words;

import java.util.List;
import java.util.Map;

/** What the API server demands of volumes, claims and storage classes and OpenAPI does not say, by definition. */
final class StorageTable {
    /** The kinds of volume of a pod. */
    static final String[] VOLUMES = {
        "awsElasticBlockStore",
        "azureDisk",
        "azureFile",
        "cephfs",
        "cinder",
        "configMap",
        "csi",
        "downwardAPI",
        "emptyDir",
        "ephemeral",
        "fc",
        "flexVolume",
        "flocker",
        "gcePersistentDisk",
        "gitRepo",
        "glusterfs",
        "hostPath",
        "image",
        "iscsi",
        "nfs",
        "persistentVolumeClaim",
        "photonPersistentDisk",
        "portworxVolume",
        "projected",
        "quobyte",
        "rbd",
        "scaleIO",
        "secret",
        "storageos",
        "vsphereVolume"
    };

    private static final String[] PERSISTENT_VOLUMES = {
        "awsElasticBlockStore",
        "azureDisk",
        "azureFile",
        "cephfs",
        "cinder",
        "csi",
        "fc",
        "flexVolume",
        "flocker",
        "gcePersistentDisk",
        "glusterfs",
        "hostPath",
        "iscsi",
        "local",
        "nfs",
        "photonPersistentDisk",
        "portworxVolume",
        "quobyte",
        "rbd",
        "scaleIO",
        "storageos",
        "vsphereVolume"
    };
    private static final String[] HOST_PATHS = {
        "BlockDevice", "CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"
    };
    private static final String[] ACCESS_MODES = {"ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod"};
    private static final String[] RECLAIM_POLICIES = {"Delete", "Recycle", "Retain"};

    private StorageTable() {}

    static void fill(Map<String, List<Constraint>> table) {
        PodTable.fileModes(table);
        sources(table);
        claims(table);
        classes(table);
    }

    private static void sources(Map<String, List<Constraint>> table) {
        table.put(
                "core.v1.HostPathVolumeSource",
                List.of(required("path"), named("path", Paths::noBacksteps), words("type", HOST_PATHS)));
        table.put("core.v1.EmptyDirVolumeSource", List.of(ResourceRules.notNegative("sizeLimit")));
        table.put("core.v1.PersistentVolumeClaimVolumeSource", List.of(required("claimName")));
        table.put("core.v1.NFSVolumeSource", List.of(required("server", "path"), named("path", Paths::absolute)));
        table.put(
                "core.v1.GitRepoVolumeSource", List.of(required("repository"), named("directory", Paths::descending)));
        table.put("core.v1.CSIVolumeSource", List.of(required("driver"), named("driver", Names::csiDriver)));
        table.put(
                "core.v1.CSIPersistentVolumeSource",
                List.of(required("driver", "volumeHandle"), named("driver", Names::csiDriver)));
        table.put("core.v1.LocalVolumeSource", List.of(required("path"), named("path", Paths::noBacksteps)));
        table.put(
                "core.v1.AWSElasticBlockStoreVolumeSource", List.of(required("volumeID"), range("partition", 0, 255)));
        table.put("core.v1.GCEPersistentDiskVolumeSource", List.of(required("pdName"), range("partition", 0, 255)));
        table.put("core.v1.AzureFileVolumeSource", List.of(required("secretName", "shareName")));
        table.put("core.v1.AzureDiskVolumeSource", List.of(required("diskName", "diskURI")));
        table.put("core.v1.FlexVolumeSource", List.of(required("driver"), named("driver", Names::qualified)));
        table.put("core.v1.VsphereVirtualDiskVolumeSource", List.of(required("volumePath")));
        table.put("core.v1.EphemeralVolumeSource", List.of(required("volumeClaimTemplate")));
        table.put(
                "core.v1.PersistentVolumeClaimTemplate",
                List.of(
                        inside("metadata", keys("labels", Names::qualified, Names::labelValue)),
                        inside("metadata", MetadataRules::annotations),
                        inside("metadata", forbidden("name", "the claim is named after the pod and the volume"))));
    }

    private static void claims(Map<String, List<Constraint>> table) {
        table.put(
                "core.v1.PersistentVolumeClaimSpec",
                List.of(
                        required("accessModes"),
                        oneOf("accessModes", ACCESS_MODES),
                        VolumeRules::onePodAlone,
                        oneOf("volumeMode", "Block", "Filesystem"),
                        named("storageClassName", Names::subdomain),
                        named("volumeAttributesClassName", Names::subdomain),
                        VolumeRules::claimStorage,
                        VolumeRules::sources));
        table.put(
                "core.v1.PersistentVolumeSpec",
                List.of(
                        required("accessModes", "capacity"),
                        oneOf("accessModes", ACCESS_MODES),
                        VolumeRules::onePodAlone,
                        VolumeRules::capacity,
                        oneOf("volumeMode", "Block", "Filesystem"),
                        words("persistentVolumeReclaimPolicy", RECLAIM_POLICIES),
                        named("storageClassName", Names::subdomain),
                        anyOf("a kind of volume", PERSISTENT_VOLUMES),
                        atMostOne("kind of volume", PERSISTENT_VOLUMES),
                        VolumeRules::localNeedsNodes));
    }

    private static void classes(Map<String, List<Constraint>> table) {
        table.put(
                "storage.v1.StorageClass",
                List.of(
                        required("provisioner"),
                        named("provisioner", Names::driver),
                        words("reclaimPolicy", "Delete", "Retain"),
                        oneOf("volumeBindingMode", "Immediate", "WaitForFirstConsumer"),
                        VolumeRules::topologies));
        table.put("core.v1.TopologySelectorTerm", List.of(unique("matchLabelExpressions", "key")));
        table.put(
                "core.v1.TopologySelectorLabelRequirement",
                List.of(required("values"), evenEmpty("key", Names::qualified), PolicyRules.distinct("values")));
        table.put(
                "storage.v1.CSIDriverSpec",
                List.of(
                        oneOf("fsGroupPolicy", "File", "None", "ReadWriteOnceWithFSType"),
                        oneOf("volumeLifecycleModes", "Ephemeral", "Persistent"),
                        unique("tokenRequests", "audience"),
                        each("tokenRequests", range("expirationSeconds", 600, 1L << 32))));
        for (String version : List.of("v1", "v1beta1")) {
            table.put(
                    "storage." + version + ".VolumeAttributesClass",
                    List.of(required("driverName", "parameters"), named("driverName", Names::driver)));
        }
        table.put(
                "storage.v1.CSIStorageCapacity",
                List.of(evenEmpty("storageClassName", Names::subdomain), ResourceRules.notNegative("capacity")));
        table.put(
                "storage.v1.VolumeAttachmentSpec",
                List.of(
                        required("attacher"),
                        named("attacher", Names::csiDriver),
                        evenEmpty("nodeName", Names::subdomain)));
        table.put(
                "storage.v1.VolumeAttachmentSource",
                List.of(
                        anyOf("a volume", "inlineVolumeSpec", "persistentVolumeName"),
                        atMostOne("volume", "inlineVolumeSpec", "persistentVolumeName"),
                        evenEmpty("persistentVolumeName", Names::subdomain)));
    }
}

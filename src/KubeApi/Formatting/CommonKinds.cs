using System.Management.Automation;
using KubeApi.Client.Reading;
using KubeApi.Output;

namespace KubeApi.Formatting;

/// <summary>
/// The columns of common kinds, as Kubernetes 1.36 defines them. Their views are made from this table and are at the end of the module's file
/// KubeApi.Format.ps1xml, so a runspace can also show objects that another one has read, as those of <c>ForEach-Object -Parallel</c>. The columns of a server
/// replace them where they differ.
/// </summary>
internal static class CommonKinds
{
    // In the order of the server; + for a column of the wide view only, # for numbers.
    private static readonly (string Kind, string Columns)[] s_kinds =
    [
        ("v1/ConfigMap", "Name,Data#,Age"),
        ("v1/Event", "Last Seen,Type,Reason,Object,+Subobject,+Source,Message,+First Seen,+Count#,+Name"),
        ("v1/Namespace", "Name,Status,Age"),
        ("v1/Node", "Name,Status,Roles,Age,Version,+Internal-IP,+External-IP,+OS-Image,+Kernel-Version,+Container-Runtime"),
        ("v1/PersistentVolume", "Name,Capacity,Access Modes,Reclaim Policy,Status,Claim,StorageClass,VolumeAttributesClass,Reason,Age,+VolumeMode"),
        ("v1/PersistentVolumeClaim", "Name,Status,Volume,Capacity,Access Modes,StorageClass,VolumeAttributesClass,Age,+VolumeMode"),
        ("v1/Pod", "Name,Ready,Status,Restarts,Age,+IP,+Node,+Nominated Node,+Readiness Gates"),
        ("v1/Secret", "Name,Type,Data#,Age"),
        ("v1/Service", "Name,Type,Cluster-IP,External-IP,Port(s),Age,+Selector"),
        ("v1/ServiceAccount", "Name,Age"),
        ("apps/v1/DaemonSet", "Name,Desired#,Current#,Ready#,Up-to-date#,Available#,Node Selector,Age,+Containers,+Images,+Selector"),
        ("apps/v1/Deployment", "Name,Ready,Up-to-date#,Available#,Age,+Containers,+Images,+Selector"),
        ("apps/v1/ReplicaSet", "Name,Desired#,Current#,Ready#,Age,+Containers,+Images,+Selector"),
        ("apps/v1/StatefulSet", "Name,Ready,Age,+Containers,+Images"),
        ("batch/v1/CronJob", "Name,Schedule,Timezone,Suspend,Active#,Last Schedule,Age,+Containers,+Images,+Selector"),
        ("batch/v1/Job", "Name,Status,Completions,Duration,Age,+Containers,+Images,+Selector"),
        ("networking.k8s.io/v1/Ingress", "Name,Class,Hosts,Address,Ports,Age"),
    ];

    private static readonly HashSet<string> s_clusterScoped = ["v1/Namespace", "v1/Node", "v1/PersistentVolume"];

    /// <summary>The views of each kind, and those with the namespace in front.</summary>
    /// <param name="kind">Only those of this kind: <c>apps/v1/Deployment</c>; null for all.</param>
    public static IEnumerable<ExtendedTypeDefinition> Views(string? kind = null) => s_kinds.Where(k => kind is null || k.Kind == kind).SelectMany(k =>
    {
        var columns = k.Columns.Split(',').Select(Read).ToArray();
        var own = KindView.Create($"{ApiObject.TypeName}#{k.Kind}", columns, hasSession: false, hasNamespace: false, _ => false);
        return s_clusterScoped.Contains(k.Kind)
            ? [own]
            : new[] { own, KindView.Create($"{ViewTypeNames.OfNamespace}#{k.Kind}", columns, hasSession: false, hasNamespace: true, _ => false) };
    });

    private static TableColumn Read(string column) => new()
    {
        Name = column.Trim('+', '#'),
        Type = column.EndsWith('#') ? "integer" : "string",
        Priority = column.StartsWith('+') ? 1 : 0,
    };
}

namespace KubeApi.Client.Writing;

/// <summary>The field managers of the module's writes.</summary>
public static class FieldManagers
{
    /// <summary>The manager of manifests: they are created and applied, and an apply migrates what its own manager wrote.</summary>
    public const string Default = "kubeapi";

    // An apply takes over the updates of its own manager (OwnershipMigration), so under the same name the next apply would silently undo the change.
    /// <summary>The manager of changes to existing objects: patches, edits, rollbacks, and objects that are written back.</summary>
    public const string Edit = "kubeapi-edit";

    // The next apply of a manager that owned the annotation would remove it, and restart the pods again.
    /// <summary>The manager of restarts.</summary>
    public const string Rollout = "kubeapi-rollout";
}

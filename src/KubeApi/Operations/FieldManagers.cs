namespace KubeApi.Operations;

/// <summary>The field managers that own what the module writes.</summary>
internal static class FieldManagers
{
    /// <summary>The manager where the user names none.</summary>
    public const string Default = "kubeapi";
}

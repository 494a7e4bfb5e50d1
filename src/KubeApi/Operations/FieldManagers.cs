namespace KubeApi.Operations;

/// <summary>The field managers of the module's writes.</summary>
internal static class FieldManagers
{
    /// <summary>The default manager.</summary>
    public const string Default = "kubeapi";
}

namespace KubeApi.Client.Authentication.Exec;

/// <summary>Which plugins may be run.</summary>
public enum ExecPluginPolicy
{
    /// <summary>Every one.</summary>
    AllowAll,

    /// <summary>None.</summary>
    DenyAll,

    /// <summary>Those of a list.</summary>
    AllowList,
}

namespace KubeApi.Client.Authentication.Exec;

/// <summary>The policy for exec plugins.</summary>
public enum ExecPluginPolicy
{
    /// <summary>Every plugin may run.</summary>
    AllowAll,

    /// <summary>No plugin may run.</summary>
    DenyAll,

    /// <summary>Only the plugins of a list may run.</summary>
    AllowList,
}

namespace KubeApi.Client.Authentication.Exec;

/// <summary>The interactiveMode of a plugin.</summary>
public enum ExecInteractiveMode
{
    /// <summary>The plugin gets no standard input.</summary>
    Never,

    /// <summary>The plugin gets the console if there is one.</summary>
    IfAvailable,

    /// <summary>The plugin requires a console.</summary>
    Always,
}

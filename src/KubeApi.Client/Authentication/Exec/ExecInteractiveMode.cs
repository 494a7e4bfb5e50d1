namespace KubeApi.Client.Authentication.Exec;

/// <summary>Whether a plugin may ask the user, as its kubeconfig says.</summary>
public enum ExecInteractiveMode
{
    /// <summary>It gets no standard input.</summary>
    Never,

    /// <summary>It gets the console where there is one.</summary>
    IfAvailable,

    /// <summary>It does not work without a console.</summary>
    Always,
}

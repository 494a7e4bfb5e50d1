using System.Management.Automation;

namespace KubeApi.Session;

/// <summary>What the module keeps for one runspace.</summary>
internal sealed class RunspaceState
{
    /// <summary>The current session; null if there is none.</summary>
    public KubeApiSession? Session { get; set; }

    /// <summary>The views that were loaded into the runspace. The runspaces of a pool share the list of definitions, but each must load them.</summary>
    public HashSet<ExtendedTypeDefinition> Views { get; } = [];
}

namespace KubeApi.Sandbox.Verbs;

/// <summary>What becomes of the dependents of what is deleted.</summary>
internal enum Propagation
{
    Background,
    Foreground,
    Orphan,
}

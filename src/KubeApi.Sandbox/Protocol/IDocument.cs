namespace KubeApi.Sandbox.Protocol;

/// <summary>Serves paths that are no resources.</summary>
internal interface IDocument
{
    /// <summary>Writes the response; false for a path that it does not serve.</summary>
    Task<bool> TryHandleAsync(HttpContext context);
}

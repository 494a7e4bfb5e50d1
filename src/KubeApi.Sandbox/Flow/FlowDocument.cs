using KubeApi.Sandbox.Protocol;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Flow;

/// <summary>The path that controls the flow of lists.</summary>
internal sealed class FlowDocument(ListGate gate) : IDocument
{
    private const string Path = "/sandbox/lists";

    /// <summary>GET returns the settings, PUT replaces them by those in the query, POST releases held lists.</summary>
    public async Task<bool> TryHandleAsync(HttpContext context)
    {
        if (context.Request.Path != Path)
        {
            return false;
        }

        switch (context.Request.Method)
        {
            case "PUT":
                gate.Flow = ListGate.Parse(new ListFlow(), context.Request.QueryString);
                break;
            case "POST":
                gate.Release();
                break;
        }

        await ResponseWriter.TextAsync(context, 200, gate.Flow + "\n");
        return true;
    }
}

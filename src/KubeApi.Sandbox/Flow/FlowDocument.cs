using KubeApi.Sandbox.Http;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Flow;

/// <summary>The path by which a program outside tells the sandbox how lists flow.</summary>
internal sealed class FlowDocument(ListGate gate)
{
    private const string Path = "/sandbox/lists";

    /// <summary>GET shows the settings, PUT puts those of the query in their place, POST lets go on what is held.</summary>
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

using System.Management.Automation;
using System.Reflection;
using System.Runtime.InteropServices;

namespace KubeApi.Loader;

/// <summary>
/// Loads the cmdlets that are compiled ahead for this platform, where the module has them. Such an image loads on its own platform only, so the package has one
/// in a folder for each platform, and the portable assemblies beside this one for every other platform.
/// </summary>
/// <remarks>
/// PowerShell imports this nested module first, and then loads KubeApi.dll by its path in the module's folder. .NET returns the assembly that is loaded
/// already, because both are the same module (<see cref="Module.ModuleVersionId"/>): compiling ahead only adds native code. It finds the assemblies that it
/// refers to in its own folder, which <see cref="Assembly.LoadFrom(string)"/> searches.
/// </remarks>
public sealed class PlatformAssemblies : IModuleAssemblyInitializer
{
    /// <inheritdoc/>
    public void OnImport()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        // Not the name of the enumeration's value: this assembly is not compiled ahead, and reading names takes more code than all the rest.
        var processor = RuntimeInformation.ProcessArchitecture switch
        {
            Architecture.X64 => "x64",
            Architecture.Arm64 => "arm64",
            _ => "other",
        };
        var path = Path.Join(Path.GetDirectoryName(typeof(PlatformAssemblies).Assembly.Location), system + "-" + processor, "KubeApi.dll");
        if (File.Exists(path))
        {
            Assembly.LoadFrom(path);
        }
    }
}

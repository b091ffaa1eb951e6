/** Looking whether this machine has what the commands need; start with {@link sleeper.cli.doctor.DoctorCommand}. */
package sleeper.cli.doctor;
